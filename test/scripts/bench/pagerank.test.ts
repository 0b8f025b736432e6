import { expect, test } from 'vitest'
import type { Figures } from '../../../scripts/bench/bench.ts'
import { powerLawNetwork, weighed } from '../../../scripts/bench/graph/powerLawNetwork.ts'
import { benchNation } from '../../../scripts/bench/nation.ts'
import { benchPageRank } from '../../../scripts/bench/pagerank.ts'

const quick = { isQuick: true, log: () => undefined }

test('networks of both sizes are raced, with whatever peer is installed', async () => {
  const { figures } = await benchPageRank(quick)
  expect(Object.keys(figures)).toEqual(['small', 'large'])
  for (const size of Object.values(figures)) {
    for (const figure of Object.values(size as Figures)) expect(figure).toBeGreaterThan(0)
    expect(size).toHaveProperty('edgesPerSec')
    expect(size).toHaveProperty('double')
    expect(size).toHaveProperty('spreading')
  }
}, 180_000) // the peers take seconds to start

test('a nation has its seconds and its memory', async () => {
  const { figures } = await benchNation(quick)
  expect(figures.secFor20).toBeGreaterThan(0)
  expect(figures.rssMb).toBeGreaterThan(50)
})

test('the network is the same each time it is read, and its degrees follow the power law', () => {
  const rows = powerLawNetwork(100_000, 1)
  const [first] = rows.batches()
  expect([...rows.batches()][0]).toEqual(first)
  const received = new Uint32Array(100_000)
  const given: number[] = []
  for (const { offsets, targets } of rows.batches()) {
    for (const target of targets) received[target] = (received[target] as number) + 1
    for (let row = 0; row + 1 < offsets.length; row++) {
      given.push((offsets[row + 1] as number) - (offsets[row] as number))
    }
  }
  const links = given.reduce((sum, each) => sum + each, 0)
  expect(links / 100_000).toBeCloseTo(10, 0)
  // The busiest eighth has half of the links: (1/8)^(1/3).
  for (const degrees of [Float64Array.from(given), Float64Array.from(received)]) {
    const busiest = degrees.sort().subarray(-12_500)
    expect(busiest.reduce((sum, each) => sum + each, 0) / links).toBeCloseTo(0.5, 1)
  }
})

test('weights are one to eight calls', () => {
  for (const { weights } of weighed(powerLawNetwork(1000, 1)).batches()) {
    expect(new Set(weights)).toEqual(new Set([1, 2, 3, 4, 5, 6, 7, 8]))
  }
})

import { transposeCsr } from '@creditmesh/agency-node/analysis/network/transpose.ts'
import type { BlockedNetwork } from '@creditmesh/agency-node/scoring/graph/blockedNetwork.ts'
import {
  type BlockOptions,
  blockNetwork,
} from '@creditmesh/agency-node/scoring/graph/blockNetwork.ts'
import {
  type LinkBatch,
  type LinkRows,
  rowsOfCsr,
} from '@creditmesh/agency-node/scoring/graph/linkRows.ts'
import { expect, test } from 'vitest'
import { networkOf, randomCalls } from '../../analysis/network/smallNetworks.ts'

/** Every link of a layout, as source and target, block by block. */
function linksOf(network: BlockedNetwork): [number, number][] {
  const { segments, chunkOf, chunks, blockBits, blockNodes } = network
  const links: [number, number][] = []
  for (const [block, chunk] of chunkOf.entries()) {
    const words = new Uint32Array(chunks[chunk]?.memory.buffer as ArrayBuffer)
    for (let at = segments.of[block] as number; at < (segments.of[block + 1] as number); at++) {
      const first = (segments.groups[at] as number) * 2 ** (32 - blockBits)
      for (let i = 0; i < (segments.lengths[at] as number); i++) {
        const word = words[(segments.starts[at] as number) + i] as number
        links.push([
          first + (word >>> blockBits),
          block * blockNodes + (word & (2 ** blockBits - 1)),
        ])
      }
    }
  }
  return links
}

test('a layout holds every link, in each block by ascending source', () => {
  const csr = networkOf(30_000, randomCalls(30_000, 60_000, 2))
  const blocked = blockNetwork(rowsOfCsr(csr), { blockBits: 13 })
  const links = linksOf(blocked)
  expect(links).toHaveLength(csr.targets.length)
  const sorted = links.sort(([a, b], [c, d]) => a - c || b - d)
  const { offsets, targets } = csr
  let at = 0
  for (let node = 0; node < csr.nodes; node++) {
    for (let link = offsets[node] as number; link < (offsets[node + 1] as number); link++, at++) {
      if (sorted[at]?.[0] !== node || sorted[at]?.[1] !== targets[link]) expect.unreachable()
    }
  }
})

test('a segment begins where a block has its first link of a group of sources', () => {
  const csr = networkOf(5000, [
    [0, 1, 1],
    [2047, 1, 1],
    [2048, 1, 1],
    [4999, 1, 1],
    [4999, 7, 1],
  ])
  const blocked = blockNetwork(rowsOfCsr(csr), { blockBits: 21 })
  expect([...blocked.segments.groups]).toEqual([0, 1, 2])
  expect([...blocked.segments.lengths]).toEqual([2, 1, 2])
  expect(linksOf(blocked)).toEqual([
    [0, 1],
    [2047, 1],
    [2048, 1],
    [4999, 1],
    [4999, 7],
  ])
})

test('rows in batches give the layout of all rows at once', () => {
  const csr = networkOf(5000, randomCalls(5000, 20_000, 3))
  const slice = (from: number, to: number): LinkBatch => {
    const start = csr.offsets[from] as number
    const end = csr.offsets[to] as number
    return {
      firstNode: from,
      offsets: csr.offsets.slice(from, to + 1).map((offset) => offset - start),
      targets: csr.targets.slice(start, end),
      weights: csr.weights.slice(start, end),
    }
  }
  const rows: LinkRows = {
    nodes: 5000,
    batches: () => [slice(0, 1), slice(1, 1), slice(1, 3000), slice(3000, 5000)],
  }
  const inBatches = blockNetwork(rows)
  const atOnce = blockNetwork(rowsOfCsr(csr))
  expect(inBatches.segments).toEqual(atOnce.segments)
  expect(inBatches.strengths).toEqual(atOnce.strengths)
  const bytes = ({ chunks }: BlockedNetwork) =>
    new Uint8Array(chunks[0]?.memory.buffer as ArrayBuffer)
  expect(Buffer.compare(bytes(inBatches), bytes(atOnce))).toBe(0)
})

test('strengths are whole numbers where the weights are', () => {
  const csr = networkOf(100, randomCalls(100, 400, 4))
  expect(blockNetwork(rowsOfCsr(csr)).strengths).toBeInstanceOf(Uint32Array)
  const halves = { ...csr, weights: Float64Array.from(csr.weights, (weight) => weight / 2) }
  const { strengths } = blockNetwork(rowsOfCsr(halves))
  expect(strengths).toBeInstanceOf(Float64Array)
  expect([...strengths]).toEqual(
    [...blockNetwork(rowsOfCsr(csr)).strengths].map((each) => each / 2),
  )
  expect(blockNetwork(rowsOfCsr(transposeCsr(csr))).links).toBe(csr.targets.length)
})

const one = { firstNode: 0, offsets: Uint32Array.of(0, 1, 1), targets: Uint32Array.of(1) }

test.each<[string, number, LinkBatch[], BlockOptions]>([
  ['a target that is no node', 2, [{ ...one, targets: Uint32Array.of(2) }], {}],
  ['a weight of zero', 2, [{ ...one, weights: Float64Array.of(0) }], {}],
  ['a weight that is no number', 2, [{ ...one, weights: Float64Array.of(Number.NaN) }], {}],
  ['too few weights', 2, [{ ...one, weights: new Float64Array(0) }], {}],
  ['rows that are missing', 3, [one], {}],
  ['too many rows', 1, [one], {}],
  ['rows out of order', 4, [{ ...one, firstNode: 2 }, one], {}],
  ['offsets that do not fit', 2, [{ ...one, offsets: Uint32Array.of(0, 1, 2) }], {}],
  ['offsets that go back', 2, [{ ...one, offsets: Uint32Array.of(0, 2, 1) }], {}],
  ['half a node', 0.5, [], {}],
  ['blocks of a few targets', 2, [one], { blockBits: 4 }],
  ['blocks of too many targets', 2, [one], { blockBits: 30 }],
])('error: %s is refused', (_, nodes, batches, options) => {
  expect(() => blockNetwork({ nodes, batches: () => batches }, options)).toThrowError(
    'analysis.invalid_input',
  )
})

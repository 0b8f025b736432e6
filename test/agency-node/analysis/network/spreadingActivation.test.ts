import type { Csr } from '@creditmesh/agency-node/analysis/network/csr.ts'
import { spreadingActivation } from '@creditmesh/agency-node/analysis/network/spreadingActivation.ts'
import { expect, test } from 'vitest'
import { denseOf, networkOf, randomCalls } from './smallNetworks.ts'

/** Every node looks at everybody who might send to it. */
function slowSpreading(network: Csr, sources: readonly number[], threshold: number) {
  const dense = denseOf(network)
  const sums = dense.map((row) => row.reduce((sum, weight) => sum + weight, 0))
  let energy = dense.map((_, node) => Number(sources.includes(node)))
  for (let steps = 1; ; steps++) {
    const before = energy
    energy = before.map((own, node) =>
      before.reduce(
        (sum, held, from) =>
          sum + (sums[from] ? (0.85 * held * (dense[from]?.[node] ?? 0)) / sums[from] : 0),
        sums[node] ? 0.15 * own : own,
      ),
    )
    const isNew = energy.some((held, node) => held > 0 && before[node] === 0)
    const moved = Math.max(...energy.map((held, node) => Math.abs(held - (before[node] as number))))
    if (!isNew && moved < threshold) return { energy, steps }
  }
}

test.each([1, 2, 3, 4])('agrees with the definition on a square table (network %i)', (seed) => {
  const network = networkOf(40, randomCalls(40, 70, seed))
  for (const threshold of [0.1, 1e-3, 1e-6]) {
    const slow = slowSpreading(network, [1, 8, 30], threshold)
    const { energy, steps, isConverged } = spreadingActivation(network, [1, 8, 30], { threshold })
    expect(steps).toBe(slow.steps)
    expect(isConverged).toBe(true)
    for (const [node, held] of slow.energy.entries()) expect(energy[node]).toBeCloseTo(held, 12)
  }
})

test('energy stays what the sources had', () => {
  const network = networkOf(200, randomCalls(200, 900, 5))
  const { energy } = spreadingActivation(network, [0, 1, 2, 3, 4, 5, 6])
  expect(energy.reduce((sum, held) => sum + held, 0)).toBeCloseTo(7, 10)
})

test('the walk goes on while somebody is still being reached, however little changes', () => {
  const chain = networkOf(
    6,
    [0, 1, 2, 3, 4].map((node) => [node, node + 1, 1] as const),
  )
  expect(spreadingActivation(chain, [0], { threshold: 10 }).steps).toBe(6)
})

test('a node without links keeps all, and so does an isolated one', () => {
  const network = networkOf(3, [[0, 1, 1]])
  const { energy } = spreadingActivation(network, [0, 2], { threshold: 1e-9 })
  expect(energy[1]).toBeCloseTo(1, 8)
  expect(energy[2]).toBe(1)
})

test('no sources, no nodes, no links', () => {
  expect(spreadingActivation(networkOf(2, [[0, 1, 1]]), [])).toMatchObject({
    energy: new Float64Array(2),
    steps: 1,
    isConverged: true,
  })
  expect(spreadingActivation(networkOf(0, []), []).energy).toHaveLength(0)
  expect([...spreadingActivation(networkOf(2, []), [1]).energy]).toEqual([0, 1])
})

test('energy that swings for ever is reported', () => {
  const pair = networkOf(2, [
    [0, 1, 1],
    [1, 0, 1],
  ])
  const swinging = spreadingActivation(pair, [0], { d: 1, maxSteps: 50 })
  expect(swinging).toMatchObject({ steps: 50, isConverged: false })
})

test.each([
  ['a source that is no node', [7], {}],
  ['d above one', [0], { d: 1.1 }],
  ['d that is no number', [0], { d: Number.NaN }],
  ['a threshold of zero', [0], { threshold: 0 }],
  ['no steps', [0], { maxSteps: 0 }],
])('error: %s is refused', (_, sources, options) => {
  const network = networkOf(2, [[0, 1, 1]])
  expect(() => spreadingActivation(network, sources, options)).toThrowError(
    'analysis.invalid_input',
  )
})

import type { Csr } from '@creditmesh/agency-node/analysis/network/csr.ts'
import {
  type Dangling,
  danglingPolicies,
  personalizedPageRank,
} from '@creditmesh/agency-node/analysis/network/personalizedPageRank.ts'
import { describe, expect, test } from 'vitest'
import { denseOf, networkOf, randomCalls } from './smallNetworks.ts'

/** The power method of networkx on a square table, term by term as the equation stands. */
function slowPageRank(network: Csr, sources: readonly number[], dangling: Dangling): number[] {
  const alpha = 0.85
  const n = network.nodes
  const dense = denseOf(network)
  const sums = dense.map((row) => row.reduce((sum, weight) => sum + weight, 0))
  const z = Array.from({ length: n }, (_, node) =>
    sources.includes(node) ? 1 / sources.length : 0,
  )
  let x = [...z]
  for (let iteration = 0; iteration < 300; iteration++) {
    const stuck = x.reduce((sum, score, node) => sum + (sums[node] === 0 ? score : 0), 0)
    x = x.map((_, node) => {
      const walked = x.reduce(
        (sum, score, from) =>
          sum + (sums[from] ? (score * (dense[from]?.[node] ?? 0)) / sums[from] : 0),
        0,
      )
      const jumped = { restart: z[node] as number, drop: 0, uniform: 1 / n }[dangling]
      return alpha * (walked + stuck * jumped) + (1 - alpha) * (z[node] as number)
    })
  }
  return x
}

describe.each(danglingPolicies)('with dangling scores treated as %s', (dangling) => {
  test.each([1, 2, 3])('agrees with the equation on a square table (network %i)', (seed) => {
    const network = networkOf(40, randomCalls(40, 60, seed))
    const sources = [3, 7, 21]
    const { scores, isConverged } = personalizedPageRank(network, sources, { dangling })
    const slow = slowPageRank(network, sources, dangling)
    expect(isConverged).toBe(true)
    for (const [node, score] of slow.entries()) expect(scores[node]).toBeCloseTo(score, 12)
  })

  test('nodes without any link at all give the scores to the sources', () => {
    const { scores } = personalizedPageRank(networkOf(3, []), [1], { dangling })
    const expected = { restart: 1, drop: 0.15, uniform: 0.15 + 0.85 / 3 }[dangling]
    expect(scores[1]).toBeCloseTo(expected, 12)
    expect(scores[0]).toBe(scores[2])
  })
})

test('dropping dangling scores is restarting them, times a constant', () => {
  const network = networkOf(30, randomCalls(30, 40, 9))
  const drop = personalizedPageRank(network, [0, 4], { dangling: 'drop' }).scores
  const restart = personalizedPageRank(network, [0, 4], { dangling: 'restart' }).scores
  const factor = (drop[0] as number) / (restart[0] as number)
  expect(factor).toBeLessThan(1)
  for (const [node, score] of restart.entries()) expect(drop[node]).toBeCloseTo(score * factor, 12)
})

test('only uniform dangling exposes people in components without any source', () => {
  const network = networkOf(5, [
    [0, 1, 1],
    [2, 3, 1],
    [3, 2, 1],
  ])
  expect(personalizedPageRank(network, [0], { dangling: 'restart' }).scores[2]).toBe(0)
  expect(personalizedPageRank(network, [0], { dangling: 'uniform' }).scores[2]).toBeGreaterThan(0)
})

test('a network of one node, of none, and one whose nodes are all sources', () => {
  expect([...personalizedPageRank(networkOf(1, []), [0]).scores]).toEqual([1])
  expect(personalizedPageRank(networkOf(0, []), []).scores).toHaveLength(0)
  const ring = networkOf(4, [
    [0, 1, 2],
    [1, 2, 2],
    [2, 3, 2],
    [3, 0, 2],
  ])
  for (const score of personalizedPageRank(ring, [0, 1, 2, 3]).scores) {
    expect(score).toBeCloseTo(0.25, 12)
  }
})

test('a link to oneself keeps score at home', () => {
  const selfish = networkOf(2, [
    [0, 0, 3],
    [0, 1, 1],
    [1, 0, 1],
  ])
  const { scores } = personalizedPageRank(selfish, [1])
  expect(scores[0]).toBeCloseTo((0.85 * (scores[1] as number)) / (1 - 0.85 * 0.75), 12)
})

test('without sources nobody is exposed', () => {
  const { scores, isConverged } = personalizedPageRank(networkOf(2, [[0, 1, 1]]), [])
  expect([...scores]).toEqual([0, 0])
  expect(isConverged).toBe(true)
})

test('a source named twice counts once, in any order', () => {
  const network = networkOf(20, randomCalls(20, 50, 4))
  const once = personalizedPageRank(network, [2, 5]).scores
  expect(personalizedPageRank(network, [5, 2, 5]).scores).toEqual(once)
})

test('what has not converged is reported, with how far it moved last', () => {
  const network = networkOf(20, randomCalls(20, 80, 4))
  const short = personalizedPageRank(network, [2], { maxIterations: 3 })
  expect(short).toMatchObject({ iterations: 3, isConverged: false })
  expect(short.change).toBeGreaterThan(1e-13)
})

test.each([
  ['a source that is no node', networkOf(2, [[0, 1, 1]]), [2], {}],
  ['a source that is no number', networkOf(2, [[0, 1, 1]]), [Number.NaN], {}],
  ['a weight that is no number', networkOf(2, [[0, 1, Number.NaN]]), [0], {}],
  ['an infinite weight', networkOf(2, [[0, 1, Infinity]]), [0], {}],
  ['a weight of zero', networkOf(2, [[0, 1, 0]]), [0], {}],
  ['a link to nowhere', networkOf(2, [[0, 5, 1]]), [0], {}],
  ['alpha of one', networkOf(2, [[0, 1, 1]]), [0], { alpha: 1 }],
  ['alpha that is no number', networkOf(2, [[0, 1, 1]]), [0], { alpha: Number.NaN }],
  ['a tolerance of zero', networkOf(2, [[0, 1, 1]]), [0], { tolerance: 0 }],
  ['half an iteration', networkOf(2, [[0, 1, 1]]), [0], { maxIterations: 0.5 }],
])('error: %s is refused', (_, network, sources, options) => {
  expect(() => personalizedPageRank(network, sources, options)).toThrowError(
    'analysis.invalid_input',
  )
})

test('error: offsets that do not fit are refused', () => {
  const network = networkOf(2, [[0, 1, 1]])
  expect(() => personalizedPageRank({ ...network, nodes: 3 }, [0])).toThrowError(
    'analysis.invalid_input',
  )
  const backwards = { ...network, nodes: 3, offsets: Uint32Array.of(0, 2, 0, 1) }
  expect(() => personalizedPageRank(backwards, [0])).toThrowError('analysis.invalid_input')
})

import { homophily } from '@creditmesh/agency-node/analysis/network/homophily.ts'
import { expect, test } from 'vitest'
import { callNetworksOf, type Link, networkOf, randomCalls } from './smallNetworks.ts'

/** Everybody with everybody, as the ratios are defined. */
function slowHomophily(nodes: number, calls: readonly Link[], labels: readonly number[]) {
  const known = new Set(calls.flatMap(([from, to]) => [`${from} ${to}`, `${to} ${from}`]))
  const counts = { edges: 0, both: 0, cross: 0, bothPairs: 0, crossPairs: 0, pairs: 0 }
  for (let a = 0; a < nodes; a++) {
    for (let b = a + 1; b < nodes; b++) {
      const isEdge = Number(known.has(`${a} ${b}`))
      const bads = (labels[a] as number) + (labels[b] as number)
      counts.pairs++
      counts.edges += isEdge
      counts.bothPairs += Number(bads === 2)
      counts.crossPairs += Number(bads === 1)
      counts.both += bads === 2 ? isEdge : 0
      counts.cross += bads === 1 ? isEdge : 0
    }
  }
  const density = counts.edges / counts.pairs
  return {
    edges: counts.edges,
    dyadicity: counts.both / (density * counts.bothPairs),
    heterophilicity: counts.cross / (density * counts.crossPairs),
  }
}

test.each([1, 2, 3])('agrees with counting all pairs (network %i)', (seed) => {
  const calls = randomCalls(50, 150, seed)
  const labels = Array.from({ length: 50 }, (_, node) => Number(node % 4 === 0))
  const got = homophily(callNetworksOf(50, calls).UD, labels)
  const slow = slowHomophily(50, calls, labels)
  expect(got.edges).toBe(slow.edges)
  expect(got.dyadicity).toBeCloseTo(slow.dyadicity, 12)
  expect(got.heterophilicity).toBeCloseTo(slow.heterophilicity, 12)
})

test('two cliques of one class each keep to themselves', () => {
  const clique = (first: number): Link[] => [
    [first, first + 1, 1],
    [first, first + 2, 1],
    [first + 1, first + 2, 1],
  ]
  const { UD } = callNetworksOf(6, [...clique(0), ...clique(3)])
  const { heterophilicity, dyadicity, p } = homophily(UD, [1, 1, 1, 0, 0, 0])
  expect(heterophilicity).toBe(0)
  expect(dyadicity).toBeCloseTo(2.5, 12)
  expect(p).toBeLessThan(0.01)
})

test('people without a label, and calls to oneself, do not count', () => {
  const { UD } = callNetworksOf(4, [
    [0, 1, 1],
    [0, 0, 1],
    [2, 3, 1],
    [1, 3, 1],
  ])
  expect(homophily(UD, [1, 0, 0, -1])).toMatchObject({ edges: 1, heterophilicity: 1.5 })
})

test('without edges, or with one class, there is nothing to compare', () => {
  const nothing = { dyadicity: null, heterophilicity: null, z: null, p: null }
  expect(homophily(networkOf(3, []), [1, 0, 1])).toEqual({ edges: 0, ...nothing })
  expect(homophily(networkOf(0, []), [])).toEqual({ edges: 0, ...nothing })
  const { UD } = callNetworksOf(3, [[0, 1, 1]])
  expect(homophily(UD, [0, 0, 0])).toEqual({ edges: 1, ...nothing })
})

test('error: labels that are neither 0, 1 nor negative are refused', () => {
  expect(() => homophily(networkOf(1, []), [2])).toThrowError('analysis.invalid_input')
  expect(() => homophily(networkOf(1, []), [Number.NaN])).toThrowError('analysis.invalid_input')
  expect(() => homophily(networkOf(2, []), [0])).toThrowError('analysis.invalid_input')
})

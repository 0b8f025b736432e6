import { communities } from '@creditmesh/agency-node/analysis/network/view/communities.ts'
import { egoNetwork } from '@creditmesh/agency-node/analysis/network/view/egoNetwork.ts'
import { toGexf } from '@creditmesh/agency-node/analysis/network/view/gexf.ts'
import { layOut } from '@creditmesh/agency-node/analysis/network/view/layout.ts'
import {
  MAX_LINKS,
  networkGraph,
} from '@creditmesh/agency-node/analysis/network/view/networkGraph.ts'
import { seededRandom } from '@creditmesh/agency-node/analysis/random.ts'
import { UndirectedGraph } from 'graphology'
import gexf from 'graphology-gexf'
import { expect, test } from 'vitest'
import { callNetworksOf, type Link, networkOf, randomCalls } from '../smallNetworks.ts'

/** Two circles of friends and one call between them. */
const circles = callNetworksOf(11, [...circle(0), ...circle(5), [0, 5, 1], [10, 10, 4]]).UD

function circle(first: number): Link[] {
  const links: Link[] = []
  for (let a = first; a < first + 5; a++) {
    for (let b = a + 1; b < first + 5; b++) links.push([a, b, 3])
  }
  return links
}

test('each pair is one link, and nobody is linked to herself', () => {
  const graph = networkGraph(circles)
  expect(graph.order).toBe(11)
  expect(graph.size).toBe(21)
  expect(graph.getEdgeAttribute('0-5', 'weight')).toBe(1)
  expect(networkGraph(circles, [9, 0, 5, 5]).edges()).toEqual(['0-5', '5-9'])
})

test('the network around a person holds those near her, nearest first', () => {
  const { graph, isCut } = egoNetwork(circles, 0)
  expect(graph.nodes()).toEqual(['0', '1', '2', '3', '4', '5'])
  expect(isCut).toBe(false)
  const two = egoNetwork(circles, 0, { radius: 2 }).graph
  expect(two.order).toBe(10)
  expect(two.getNodeAttribute('9', 'distance')).toBe(2)
  expect(egoNetwork(circles, 0, { radius: 0 }).graph.nodes()).toEqual(['0'])
})

test('where there are too many, the heaviest links stay', () => {
  const { graph, isCut } = egoNetwork(circles, 0, { maxNodes: 5 })
  expect(graph.nodes()).toEqual(['0', '1', '2', '3', '4'])
  expect(isCut).toBe(true)
})

test('people who call each other are a community, the larger first', () => {
  const found = communities(networkGraph(circles), seededRandom(1))
  expect(found.count).toBe(3)
  expect(found.modularity).toBeGreaterThan(0.4)
  for (const node of [0, 1, 2, 3, 4]) expect(found.of.get(String(node))).toBe(0)
  for (const node of [5, 6, 7, 8, 9]) expect(found.of.get(String(node))).toBe(1)
  expect(found.of.get('10')).toBe(2)
})

test('without links everybody is alone', () => {
  const alone = communities(networkGraph(networkOf(2, [])), seededRandom(1))
  expect(alone).toEqual({
    of: new Map([
      ['0', 0],
      ['1', 1],
    ]),
    count: 2,
    modularity: null,
  })
  expect(communities(networkGraph(networkOf(0, [])), seededRandom(1)).count).toBe(0)
})

test('the same seed finds the same communities and draws the same picture', () => {
  const draw = (seed: number) => {
    const graph = networkGraph(callNetworksOf(80, randomCalls(80, 200, 6)).UD)
    layOut(graph, seededRandom(seed), 50)
    const { of } = communities(graph, seededRandom(seed))
    for (const [node, community] of of) graph.setNodeAttribute(node, 'community', community)
    return toGexf(graph)
  }
  expect(draw(1)).toBe(draw(1))
  expect(draw(2)).not.toBe(draw(1))
})

test('friends lie closer than strangers', () => {
  const graph = networkGraph(circles)
  layOut(graph, seededRandom(3))
  const gap = (a: string, b: string) => {
    const place = (node: string) => graph.getNodeAttributes(node) as { x: number; y: number }
    return Math.hypot(place(a).x - place(b).x, place(a).y - place(b).y)
  }
  expect(gap('1', '2')).toBeLessThan(gap('1', '7'))
})

test('nobody, and one person, have a place too', () => {
  const one = networkGraph(networkOf(1, []))
  layOut(one, seededRandom(1))
  expect(one.getNodeAttribute('0', 'x')).toBeTypeOf('number')
  layOut(networkGraph(networkOf(0, [])), seededRandom(1))
})

test('GEXF can be read again, whatever stands in a label', () => {
  const { graph } = egoNetwork(circles, 5)
  graph.setNodeAttribute('5', 'label', '<Ann> & "Bob"')
  const again = gexf.parse(UndirectedGraph, toGexf(graph))
  expect(again.nodes()).toEqual(graph.nodes())
  expect(again.size).toBe(graph.size)
  expect(again.getNodeAttribute('5', 'label')).toBe('<Ann> & "Bob"')
  expect(again.getNodeAttribute('6', 'distance')).toBe(1)
})

test('error: nodes that are none, and more links than can be seen, are refused', () => {
  expect(() => egoNetwork(circles, 11)).toThrowError('analysis.invalid_input')
  expect(() => egoNetwork(circles, 0, { radius: -1 })).toThrowError('analysis.invalid_input')
  expect(() => egoNetwork(circles, 0, { maxNodes: 0 })).toThrowError('analysis.invalid_input')
  expect(() => networkGraph(circles, [Number.NaN])).toThrowError('analysis.invalid_input')
  const large = 2 * MAX_LINKS + 1
  const star = {
    nodes: large + 1,
    offsets: new Uint32Array(large + 2).fill(large).fill(0, 0, 1),
    targets: Uint32Array.from({ length: large }, (_, i) => i + 1),
    weights: new Uint32Array(large).fill(1),
  }
  expect(() => networkGraph(star)).toThrowError('analysis.invalid_input')
})

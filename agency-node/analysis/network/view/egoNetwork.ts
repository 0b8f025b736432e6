import { invalid } from '../../labels.ts'
import type { Csr } from '../csr.ts'
import { type NetworkGraph, networkGraph } from './networkGraph.ts'

export interface EgoOptions {
  /** How many calls away somebody may be; default 1. */
  readonly radius?: number
  /** Default 200. */
  readonly maxNodes?: number
}

export interface EgoNetwork {
  /** Each node with its `distance` from the person in the middle, 0 for herself. */
  readonly graph: NetworkGraph
  /** Whether there were more people within the radius than `maxNodes`. */
  readonly isCut: boolean
}

/**
 * A person and those around her, with all links among them. Where there are too many the nearest stay; of those equally near, the
 * ones first reached: from the lowest number, over the heaviest links. Throws `analysis.invalid_input`.
 */
export function egoNetwork(
  network: Csr,
  centre: number,
  { radius = 1, maxNodes = 200 }: EgoOptions = {},
): EgoNetwork {
  if (!Number.isInteger(centre) || centre < 0 || centre >= network.nodes) {
    throw invalid('The person in the middle is no node of the network.')
  }
  if (!Number.isInteger(radius) || radius < 0) throw invalid('The radius is no whole number.')
  if (!Number.isInteger(maxNodes) || maxNodes < 1) throw invalid('There is no room for a node.')
  const distances = new Map([[centre, 0]])
  let isCut = false
  let ring = [centre]
  for (let distance = 1; distance <= radius && ring.length > 0 && !isCut; distance++) {
    const reached = ring.sort((a, b) => a - b).flatMap((node) => heaviestFirst(network, node))
    const found = [...new Set(reached)].filter((node) => !distances.has(node))
    isCut = distances.size + found.length > maxNodes
    ring = found.slice(0, maxNodes - distances.size)
    for (const node of ring) distances.set(node, distance)
  }
  const graph = networkGraph(network, [...distances.keys()])
  for (const [node, distance] of distances) {
    graph.setNodeAttribute(String(node), 'distance', distance)
  }
  return { graph, isCut }
}

function heaviestFirst({ offsets, targets, weights }: Csr, node: number): number[] {
  const links: number[] = []
  for (let link = offsets[node] as number; link < (offsets[node + 1] as number); link++) {
    links.push(link)
  }
  return links
    .sort((a, b) => (weights[b] as number) - (weights[a] as number) || a - b)
    .map((link) => targets[link] as number)
}

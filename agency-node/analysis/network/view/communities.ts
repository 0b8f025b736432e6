import louvainModule from 'graphology-communities-louvain'
import type { Random } from '../../random.ts'
import type { NetworkGraph } from './networkGraph.ts'

/** The package is CommonJS and exports the function itself, where its types tell of a default export. */
const louvain = louvainModule as unknown as typeof louvainModule.default

export interface Communities {
  /** The community of each node by key: 0 the one with the most people, ties by their first node. */
  readonly of: ReadonlyMap<string, number>
  readonly count: number
  /** Share of links within communities beyond what chance would give; null without links. */
  readonly modularity: number | null
}

/** Who belongs together: Louvain's method (Blondel et al. 2008) over weighted links, the same for the same seed. */
export function communities(graph: NetworkGraph, random: Random, resolution = 1): Communities {
  if (graph.size === 0) {
    return {
      of: bySize(graph.mapNodes((node) => [node, node])),
      count: graph.order,
      modularity: null,
    }
  }
  const found = louvain.detailed(graph, { getEdgeWeight: 'weight', rng: random, resolution })
  const of = bySize(graph.mapNodes((node) => [node, String(found.communities[node])]))
  return { of, count: found.count, modularity: found.modularity }
}

/** Numbers communities anew, so that a number does not depend on the order of the moves. */
function bySize(belongs: readonly (readonly [node: string, community: string])[]) {
  const members = Map.groupBy(belongs, ([, community]) => community)
  const sorted = [...members.values()].sort((a, b) => b.length - a.length) // stable: first node first
  const numbers = new Map(sorted.flatMap((group, i) => group.map(([node]) => [node, i])))
  return new Map(belongs.map(([node]) => [node, numbers.get(node) as number]))
}

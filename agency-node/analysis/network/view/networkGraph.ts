import { UndirectedGraph } from 'graphology'
import { invalid } from '../../labels.ts'
import type { Csr } from '../csr.ts'

/** What people look at: some hundred nodes with whatever the caller wants to show of them. */
export interface NodeView {
  readonly label?: string
  /** Place in a layout. */
  readonly x?: number
  readonly y?: number
  readonly size?: number
  /** CSS, `#rrggbb`. */
  readonly color?: string
  readonly [attribute: string]: string | number | boolean | undefined
}

export type NetworkGraph = UndirectedGraph<NodeView, { readonly weight: number }>

/** Beyond this nobody sees anything, and layouts take minutes: large networks belong to the graph engine. */
export const MAX_LINKS = 200_000

/**
 * The links among these nodes (all if absent) as a graph of graphology, keys the node numbers. A network in which each pair stands in
 * both rows (UD) is meant; a link found in one row alone counts too, and one to oneself is dropped. Nodes and links enter in
 * ascending order under fixed keys, so that whatever is computed from the graph is the same every time.
 * Throws `analysis.invalid_input` for what is no node and beyond `MAX_LINKS`.
 */
export function networkGraph(network: Csr, chosen?: ArrayLike<number>): NetworkGraph {
  const nodes =
    chosen === undefined
      ? Array.from({ length: network.nodes }, (_, i) => i)
      : distinct(network, chosen)
  if (linksOf(network, nodes) > 2 * MAX_LINKS) throw invalid('The network is too large to look at.')
  const graph: NetworkGraph = new UndirectedGraph()
  for (const node of nodes) graph.addNode(String(node))
  for (const node of nodes) addRow(graph, network, node)
  return graph
}

function addRow(graph: NetworkGraph, { offsets, targets, weights }: Csr, node: number): void {
  for (let link = offsets[node] as number; link < (offsets[node + 1] as number); link++) {
    const target = targets[link] as number
    if (target === node || !graph.hasNode(String(target))) continue
    const key = node < target ? `${node}-${target}` : `${target}-${node}`
    if (graph.hasEdge(key)) continue
    graph.addUndirectedEdgeWithKey(key, String(node), String(target), {
      weight: weights[link] as number,
    })
  }
}

function distinct({ nodes }: Csr, chosen: ArrayLike<number>): number[] {
  const sorted = [...new Set(Array.from(chosen))].sort((a, b) => a - b)
  for (const node of sorted) {
    if (!Number.isInteger(node) || node < 0 || node >= nodes) {
      throw invalid(`${node} is no node of the network.`)
    }
  }
  return sorted
}

function linksOf({ offsets }: Csr, nodes: readonly number[]): number {
  return nodes.reduce(
    (sum, node) => sum + (offsets[node + 1] as number) - (offsets[node] as number),
    0,
  )
}

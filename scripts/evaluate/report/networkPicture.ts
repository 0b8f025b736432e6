import { layOut } from '@creditmesh/agency-node/analysis/network/view/layout.ts'
import type { NetworkGraph } from '@creditmesh/agency-node/analysis/network/view/networkGraph.ts'
import { seededRandom } from '@creditmesh/agency-node/analysis/random.ts'
import { type DrawnNode, networkChart } from './graphCharts.ts'
import type { Markup } from './markup.ts'

/** Lays a small network out and draws it; whoever has no link is left out. The same seed gives the same picture. */
export function networkPicture(
  title: string,
  graph: NetworkGraph,
  { seed, kindOf }: { readonly seed: number; readonly kindOf: (node: number) => DrawnNode['kind'] },
): Markup {
  layOut(graph, seededRandom(seed))
  const keys = graph.filterNodes((node) => graph.degree(node) > 0)
  const index = new Map(keys.map((key, at) => [key, at]))
  const nodes = keys.map((key): DrawnNode => {
    const { x = 0, y = 0 } = graph.getNodeAttributes(key)
    return { x, y, kind: kindOf(Number(key)) }
  })
  const links = graph.mapEdges((_, __, a, b) => [index.get(a) ?? 0, index.get(b) ?? 0] as const) // both ends have a link
  return networkChart(title, nodes, links)
}

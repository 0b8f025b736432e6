import gexf from 'graphology-gexf'
import type { NetworkGraph } from './networkGraph.ts'

/**
 * The graph as a GEXF 1.2 document, which Gephi and others read: label, place, size and colour as such, every other attribute of a
 * node as its own column. What the caller put on the nodes is what a reader learns: no arrears of third persons belong there.
 */
export function toGexf(graph: NetworkGraph): string {
  return gexf.write(graph, { version: '1.2' })
}

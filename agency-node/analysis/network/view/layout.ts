import forceAtlas2Module from 'graphology-layout-forceatlas2'
import type { Random } from '../../random.ts'
import type { NetworkGraph } from './networkGraph.ts'

/** The package is CommonJS and exports the function itself, where its types tell of a default export. */
const forceAtlas2 = forceAtlas2Module as unknown as typeof forceAtlas2Module.default

/**
 * Gives every node a place, `x` and `y`: ForceAtlas2 (Jacomy et al. 2014) from seeded random places, so the same seed draws the same
 * picture. People who call each other lie close.
 */
export function layOut(graph: NetworkGraph, random: Random, iterations = 300): void {
  graph.forEachNode((node) => {
    graph.mergeNodeAttributes(node, { x: random() - 0.5, y: random() - 0.5 })
  })
  if (graph.order < 2) return
  const settings = forceAtlas2.inferSettings(graph)
  forceAtlas2.assign(graph, { iterations, settings, getEdgeWeight: 'weight' })
}

import { invalid } from '../labels.ts'
import { chiSquareTail } from '../scorecard/chiSquare.ts'
import type { Csr } from './csr.ts'

export interface Homophily {
  /** Pairs of labelled people who called each other at least once. */
  readonly edges: number
  /** Edges between defaulters over those expected if labels fell at random; above 1 means that they keep together. */
  readonly dyadicity: number | null
  /** Edges between a defaulter and another over those expected; below 1 means that the classes keep apart. */
  readonly heterophilicity: number | null
  readonly z: number | null
  /** One-tailed: how likely so few cross edges are without homophily. */
  readonly p: number | null
}

/**
 * How much people of one class keep to themselves (Park and Barabasi 2007 for the two ratios; the test of the paper, 5.1). `labels`
 * holds 1 for a defaulter, 0 for others and anything negative for nobody's customer, one a node: such nodes and their links do not
 * count. Links are taken as simple and undirected, links to oneself dropped; pass any direction that holds both ends (UD). A ratio or
 * test whose expectation is 0 (one class, no edges) is null. Throws `analysis.invalid_input` for other labels.
 */
export function homophily(network: Csr, labels: ArrayLike<number>): Homophily {
  const { bad, good } = countLabels(network, labels)
  const { edges, both, cross } = countEdges(network, labels)
  const n = bad + good
  const density = edges / ((n * (n - 1)) / 2)
  const e = (2 * bad * good) / (n * n)
  const z = (cross / edges - e) / Math.sqrt((e * (1 - e)) / edges)
  return {
    edges,
    dyadicity: finiteOrNull(both / (density * ((bad * (bad - 1)) / 2))),
    heterophilicity: finiteOrNull(cross / (density * bad * good)),
    z: finiteOrNull(z),
    p: Number.isFinite(z) ? normalBelow(z) : null,
  }
}

function countLabels({ nodes }: Csr, labels: ArrayLike<number>) {
  if (labels.length !== nodes) throw invalid('There is not one label a node.')
  let bad = 0
  let good = 0
  for (let node = 0; node < nodes; node++) {
    const label = labels[node] as number
    if (label === 1) bad++
    else if (label === 0) good++
    else if (!(label < 0)) throw invalid(`The label of node ${node} is neither 0 nor 1.`)
  }
  return { bad, good }
}

function countEdges({ nodes, offsets, targets }: Csr, labels: ArrayLike<number>) {
  let edges = 0
  let both = 0
  let cross = 0
  for (let node = 0; node < nodes; node++) {
    const own = labels[node] as number
    if (own < 0) continue
    for (let link = offsets[node] as number; link < (offsets[node + 1] as number); link++) {
      const other = targets[link] as number
      const label = labels[other] as number
      // Each pair stands in the rows of both; the lower node counts it.
      if (other <= node || label < 0) continue
      edges++
      if (own !== label) cross++
      else if (own === 1) both++
    }
  }
  return { edges, both, cross }
}

/** Phi(z), by way of the square: z^2 is chi-square with one degree of freedom. */
function normalBelow(z: number): number {
  const tail = chiSquareTail(z * z, 1) / 2
  return z < 0 ? tail : 1 - tail
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null
}

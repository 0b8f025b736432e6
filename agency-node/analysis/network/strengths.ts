import { invalid } from '../labels.ts'
import type { Csr } from './csr.ts'

/** What each node passes on in all: the sum of the weights of its links, 0 for a node without links. Refuses an unsound network. */
export function strengths(network: Csr): Float64Array {
  requireRows(network)
  const { nodes, offsets, targets, weights } = network
  const sums = new Float64Array(nodes)
  for (let node = 0; node < nodes; node++) {
    let sum = 0
    for (let link = offsets[node] as number; link < (offsets[node + 1] as number); link++) {
      const weight = weights[link] as number
      if (!(weight > 0 && weight < Infinity)) {
        throw invalid(`The weight of link ${link} is no positive finite number.`)
      }
      if ((targets[link] as number) >= nodes) throw invalid(`Link ${link} leads to no node.`)
      sum += weight
    }
    sums[node] = sum
  }
  return sums
}

function requireRows({ nodes, offsets, targets, weights }: Csr): void {
  if (!Number.isSafeInteger(nodes) || nodes < 0) throw invalid('The number of nodes is not whole.')
  if (offsets.length !== nodes + 1 || offsets[0] !== 0 || offsets[nodes] !== targets.length) {
    throw invalid('The offsets of the network do not fit its nodes and links.')
  }
  if (weights.length !== targets.length) throw invalid('There are not as many weights as links.')
  for (let node = 0; node < nodes; node++) {
    if ((offsets[node] as number) > (offsets[node + 1] as number)) {
      throw invalid(`The links of node ${node} end before they begin.`)
    }
  }
}

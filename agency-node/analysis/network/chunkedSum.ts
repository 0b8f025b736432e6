/**
 * Sums over all nodes are sums of chunks of so many nodes, added in order. Worker threads sum chunks each on their own and still get
 * every bit that one thread gets.
 */
export const chunkNodes = 4096

/** The sum of what `term` gives for the nodes 0 to nodes - 1. */
export function chunkedSum(nodes: number, term: (node: number) => number): number {
  let total = 0
  for (let start = 0; start < nodes; start += chunkNodes) {
    const end = Math.min(nodes, start + chunkNodes)
    let sum = 0
    for (let node = start; node < end; node++) sum += term(node)
    total += sum
  }
  return total
}

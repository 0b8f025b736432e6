import type { CallNetworks, Csr } from '@creditmesh/agency-node/analysis/network/csr.ts'
import { randomBelow, seededRandom } from '@creditmesh/agency-node/analysis/random.ts'

export type Link = readonly [from: number, to: number, weight: number]

/** Links of the same ends are summed. */
export function networkOf(nodes: number, links: readonly Link[]): Csr {
  const rows = Array.from({ length: nodes }, () => new Map<number, number>())
  for (const [from, to, weight] of links) rows[from]?.set(to, (rows[from].get(to) ?? 0) + weight)
  const sorted = rows.map((row) => [...row].sort(([a], [b]) => a - b))
  const offsets = new Uint32Array(nodes + 1)
  sorted.forEach((row, node) => {
    offsets[node + 1] = (offsets[node] as number) + row.length
  })
  const flat = sorted.flat()
  return {
    nodes,
    offsets,
    targets: Uint32Array.from(flat, ([target]) => target),
    weights: Float64Array.from(flat, ([, weight]) => weight),
  }
}

/** Each link is so many calls. */
export function callNetworksOf(nodes: number, calls: readonly Link[]): CallNetworks {
  const back = calls.map(([from, to, weight]): Link => [to, from, weight])
  return {
    OUT: networkOf(nodes, calls),
    IN: networkOf(nodes, back),
    UD: networkOf(nodes, [...calls, ...back]),
  }
}

/** Some nodes call nobody, some are never called; nobody calls herself. */
export function randomCalls(nodes: number, calls: number, seed: number): Link[] {
  const random = seededRandom(seed)
  return Array.from({ length: calls }, (): Link => {
    const from = Math.floor(nodes * random() ** 2)
    const to = randomBelow(random, nodes)
    return [from, to, 1 + randomBelow(random, 9)]
  }).filter(([from, to]) => from !== to)
}

/** The weights as a square table, for slow references. */
export function denseOf({ nodes, offsets, targets, weights }: Csr): number[][] {
  return Array.from({ length: nodes }, (_, node) => {
    const row = new Array<number>(nodes).fill(0)
    for (let link = offsets[node] as number; link < (offsets[node + 1] as number); link++) {
      row[targets[link] as number] = weights[link] as number
    }
    return row
  })
}

import type { Csr } from './csr.ts'

/** Links as they come: in any order, several of one pair. */
export interface Links {
  readonly nodes: number
  readonly from: Uint32Array
  readonly to: Uint32Array
  readonly weights: Float64Array | Uint32Array
}

/**
 * Compressed sparse rows of links, those of one pair added up in the order given. Two stable counting sorts, by target and then
 * by source, leave the targets of each row ascending: linear in links and nodes.
 */
export function aggregateLinks(links: Links): Csr {
  const { nodes, from } = links
  const byTarget = stableOrder(links.to, nodes)
  const bySource = stableOrder(from, nodes, byTarget)
  return addUp(links, bySource)
}

/** Row numbers by ascending key, rows of one key in the order in which `within` has them. */
function stableOrder(keys: Uint32Array, bound: number, within?: Uint32Array): Uint32Array {
  const next = new Uint32Array(bound + 1)
  for (const key of keys) next[key + 1] = (next[key + 1] as number) + 1
  for (let key = 0; key < bound; key++)
    next[key + 1] = (next[key + 1] as number) + (next[key] as number)
  const order = new Uint32Array(keys.length)
  for (let i = 0; i < keys.length; i++) {
    const row = within === undefined ? i : (within[i] as number)
    const key = keys[row] as number
    const place = next[key] as number
    next[key] = place + 1
    order[place] = row
  }
  return order
}

function addUp({ nodes, from, to, weights }: Links, order: Uint32Array): Csr {
  const offsets = new Uint32Array(nodes + 1)
  const targets = new Uint32Array(order.length)
  const sums = weights.slice() // of the same kind; every entry is written before it is read
  let links = 0
  let lastFrom = -1
  let lastTo = -1
  for (const row of order) {
    const source = from[row] as number
    const target = to[row] as number
    if (source === lastFrom && target === lastTo) {
      sums[links - 1] = (sums[links - 1] as number) + (weights[row] as number)
      continue
    }
    targets[links] = target
    sums[links] = weights[row] as number
    links++
    offsets[source + 1] = (offsets[source + 1] as number) + 1
    lastFrom = source
    lastTo = target
  }
  for (let node = 0; node < nodes; node++) {
    offsets[node + 1] = (offsets[node + 1] as number) + (offsets[node] as number)
  }
  return { nodes, offsets, targets: targets.slice(0, links), weights: sums.slice(0, links) }
}

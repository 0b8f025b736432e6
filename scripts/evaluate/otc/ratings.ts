import { join } from 'node:path'
import type { CallNetworks, Csr } from '@creditmesh/agency-node/analysis/network/csr.ts'
import { readColumns } from '../readColumns.ts'

/** Who rated whom on Bitcoin-OTC (Kumar et al. 2016), and who was found to be a fraud (REV2, Kumar et al. 2018). */
export interface Ratings {
  readonly from: Uint32Array
  readonly to: Uint32Array
  /** -10 to 10. */
  readonly rating: Float64Array
  readonly seconds: Float64Array
  /** Each pair once, whatever the rating was: ratings received make the labels, so their values must not enter. */
  readonly networks: CallNetworks
  /** Nodes with a label, and it: 1 is a fraud. */
  readonly labelled: Uint32Array
  readonly y: Uint8Array
}

/** Reads `soc-sign-bitcoinotc.csv` and `otc_gt.csv` of a folder. */
export async function readRatings(folder: string): Promise<Ratings> {
  const [raterIds, ratedIds, rating, seconds] = (await readColumns(
    join(folder, 'soc-sign-bitcoinotc.csv'),
    4,
  )) as [Float64Array, Float64Array, Float64Array, Float64Array] // as many as asked for
  const [labelIds, labels] = (await readColumns(join(folder, 'otc_gt.csv'), 2)) as [
    Float64Array,
    Float64Array,
  ]
  const nodeOf = numberNodes([raterIds, ratedIds, labelIds])
  const from = Uint32Array.from(raterIds, nodeOf.get)
  const to = Uint32Array.from(ratedIds, nodeOf.get)
  return {
    from,
    to,
    rating,
    seconds,
    networks: {
      OUT: simpleNetwork(nodeOf.count, [[from, to]]),
      IN: simpleNetwork(nodeOf.count, [[to, from]]),
      UD: simpleNetwork(nodeOf.count, [
        [from, to],
        [to, from],
      ]),
    },
    labelled: Uint32Array.from(labelIds, nodeOf.get),
    y: Uint8Array.from(labels, (label) => (label === -1 ? 1 : 0)),
  }
}

function numberNodes(lists: readonly Float64Array[]) {
  const numbers = new Map<number, number>()
  for (const list of lists) {
    for (const id of list) if (!numbers.has(id)) numbers.set(id, numbers.size)
  }
  return { count: numbers.size, get: (id: number) => numbers.get(id) as number } // every id was numbered
}

/** Every link once, weight 1. */
function simpleNetwork(
  nodes: number,
  links: readonly (readonly [Uint32Array, Uint32Array])[],
): Csr {
  const rows = Array.from({ length: nodes }, () => new Set<number>())
  for (const [from, to] of links) {
    from.forEach((node, at) => {
      const target = to[at] as number
      if (target !== node) rows[node]?.add(target)
    })
  }
  const offsets = new Uint32Array(nodes + 1)
  rows.forEach((row, node) => {
    offsets[node + 1] = (offsets[node] as number) + row.size
  })
  const targets = new Uint32Array(offsets[nodes] as number)
  rows.forEach((row, node) => {
    targets.set(
      [...row].sort((a, b) => a - b),
      offsets[node],
    )
  })
  return { nodes, offsets, targets, weights: new Uint32Array(targets.length).fill(1) }
}

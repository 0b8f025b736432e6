import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { Csr } from '../../analysis/network/csr.ts'

export interface RowWriter {
  /** Takes links (from, to and maybe a weight) in ascending order and adds up those of one pair. */
  readonly add: (links: Uint32Array, words: 2 | 3) => void
  readonly finish: () => Csr
}

const heaviest = 2 ** 32 - 1

/**
 * Writes rows into the front of the memory from which the links come: what is written, two words a link, never overtakes what is still to
 * be read.
 */
export function createRowWriter(room: Uint32Array, nodes: number): RowWriter {
  const offsets = new Uint32Array(nodes + 1)
  let next = 0
  let lastFrom = -1
  let lastTo = -1
  return {
    add(links, words) {
      let at = next
      for (let i = 0; i < links.length; i += words) {
        const from = links[i] as number
        const to = links[i + 1] as number
        const weight = words === 3 ? (links[i + 2] as number) : 1
        if (from === lastFrom && to === lastTo) {
          room[at - 1] = sumOf(room[at - 1] as number, weight)
          continue
        }
        room[at] = to
        room[at + 1] = weight
        at += 2
        offsets[from + 1] = (offsets[from + 1] as number) + 1
        lastFrom = from
        lastTo = to
      }
      next = at
    },
    finish() {
      for (let node = 0; node < nodes; node++) {
        offsets[node + 1] = (offsets[node + 1] as number) + (offsets[node] as number)
      }
      const links = next / 2
      const targets = new Uint32Array(links)
      const weights = new Uint32Array(links)
      for (let link = 0; link < links; link++) {
        targets[link] = room[2 * link] as number
        weights[link] = room[2 * link + 1] as number
      }
      return { nodes, offsets, targets, weights }
    },
  }
}

/** Throws `input.too_large`: a weight of more than 32 bits would come back as a small one. */
export function sumOf(one: number, other: number): number {
  const sum = one + other
  if (sum <= heaviest) return sum
  throw new MeshError('input.too_large', { detail: 'the calls of two people last over 136 years' })
}

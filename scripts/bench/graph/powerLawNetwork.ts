import type { LinkBatch, LinkRows } from '@creditmesh/agency-node/scoring/graph/linkRows.ts'

const NODES_PER_BATCH = 1 << 16
/** Links a node on average; the busiest of N has about 10/3 N^(2/3). */
export const MEAN_LINKS = 10

/**
 * A synthetic call network: the n-th busiest of N people has about 10/3 (N/n)^(2/3) links, and is called as often (a rank exponent of
 * 2/3; a tenth of the links of a phone network join the busiest thousandth). Numbers are dealt to people at random. Rows are made
 * anew each time they are read, always the same: the network needs no memory.
 */
export function powerLawNetwork(nodes: number, seed: number): LinkRows {
  const shuffle = shuffleOf(nodes, seed)
  return {
    nodes,
    *batches() {
      for (let first = 0; first < nodes; first += NODES_PER_BATCH) {
        yield batchOf(nodes, shuffle, { first, seed })
      }
    },
  }
}

/** The same network with 1 to 8 calls a link. */
export function weighed(rows: LinkRows): LinkRows {
  return {
    nodes: rows.nodes,
    *batches() {
      for (const batch of rows.batches()) {
        const weights = new Uint32Array(batch.targets.length)
        for (let link = 0; link < weights.length; link++) {
          weights[link] = 1 + (mix(batch.firstNode + link) & 7)
        }
        yield { ...batch, weights }
      }
    },
  }
}

interface Shuffle {
  /** The person of a rank, 0 the busiest. */
  readonly personOf: (rank: number) => number
  readonly rankOf: (person: number) => number
}

function batchOf(
  nodes: number,
  { personOf, rankOf }: Shuffle,
  { first, seed }: { readonly first: number; readonly seed: number },
): LinkBatch {
  const rows = Math.min(NODES_PER_BATCH, nodes - first)
  const offsets = new Uint32Array(rows + 1)
  for (let row = 0; row < rows; row++) {
    const wanted = (MEAN_LINKS / 3) * (nodes / (rankOf(first + row) + 0.5)) ** (2 / 3)
    offsets[row + 1] = (offsets[row] as number) + Math.round(wanted)
  }
  const targets = new Uint32Array(offsets[rows] as number)
  const state = mix(mix(seed) ^ first)
  for (let link = 0; link < targets.length; link++) {
    const uniform = (mix((state + Math.imul(link, 0x9e3779b9)) | 0) >>> 0) / 2 ** 32
    targets[link] = personOf(Math.floor(nodes * uniform * uniform * uniform))
  }
  return { firstNode: first, offsets, targets }
}

/** A bijection of the numbers below a power of two, walked until it falls below `nodes` (Black and Rogaway 2002). */
function shuffleOf(nodes: number, seed: number): Shuffle {
  const bits = Math.max(2, Math.ceil(Math.log2(nodes)))
  const mask = 2 ** bits - 1
  const half = bits - (bits >> 1)
  const [a, b, c] = [mix(seed + 1) | 1, mix(seed + 2) | 1, mix(seed + 3) & mask]
  const [inverseA, inverseB] = [inverseOf(a), inverseOf(b)]
  return {
    personOf(rank) {
      let x = rank
      do {
        x = Math.imul(x ^ c, a) & mask
        x = Math.imul(x ^ (x >>> half), b) & mask
      } while (x >= nodes)
      return x
    },
    rankOf(person) {
      let x = person
      do {
        x = Math.imul(x, inverseB) & mask
        x = (Math.imul(x ^ (x >>> half), inverseA) & mask) ^ c
      } while (x >= nodes)
      return x
    },
  }
}

/** The inverse of an odd number modulo 2^32, by Newton's iteration. */
function inverseOf(odd: number): number {
  let inverse = odd
  for (let round = 0; round < 5; round++) {
    inverse = Math.imul(inverse, 2 - Math.imul(odd, inverse))
  }
  return inverse
}

/** A finaliser with good avalanche (Wellons' lowbias32). */
function mix(value: number): number {
  let x = value | 0
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad)
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97)
  return x ^ (x >>> 15)
}

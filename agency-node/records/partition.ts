import { createHash } from 'node:crypto'

/** Which agencies of a network know a person: the names in the first share whose sum exceeds her hash. */
export interface Share {
  readonly percent: number
  readonly agencies: readonly string[]
}

export type Partition = (canonicalIdentifier: string) => readonly string[]

/** Assigns people to agencies by hash, so that every process agrees without talking. For demonstrations only. */
export function createPartition(shares: readonly Share[]): Partition {
  return (canonicalIdentifier) => {
    const hash = createHash('sha256').update(`creditmesh/partition/1|${canonicalIdentifier}`)
    const point = (hash.digest().readUInt32BE(0) / 2 ** 32) * 100
    let sum = 0
    for (const { percent, agencies } of shares) {
      sum += percent
      if (point < sum) return agencies
    }
    return []
  }
}

/** Half of the people known to B only, three in ten to A only, two in ten to A and C. */
export function demoPartition(a: string, b: string, c: string): Partition {
  return createPartition([
    { percent: 50, agencies: [b] },
    { percent: 30, agencies: [a] },
    { percent: 20, agencies: [a, c] },
  ])
}

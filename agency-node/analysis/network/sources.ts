import { invalid } from '../labels.ts'

/** The nodes from which exposure or energy starts, each counted once, ascending. Refuses what is no node. */
export function distinctSources(sources: ArrayLike<number>, nodes: number): Uint32Array {
  for (let at = 0; at < sources.length; at++) {
    const source = sources[at] as number
    if (!Number.isInteger(source) || source < 0 || source >= nodes) {
      throw invalid(`Source ${at} is no node of the network.`)
    }
  }
  const sorted = Uint32Array.from(sources).sort()
  return sorted.filter((source, at) => at === 0 || source !== sorted[at - 1])
}

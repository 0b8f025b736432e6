import { type BlockedNetwork, weightsStart } from './blockedNetwork.ts'
import type { Accumulate, Scores } from './kernel.ts'
import { weightView } from './weighing.ts'

/** The kernel in plain JavaScript: what the generated one must equal bit for bit, and its stand-in where there is no WebAssembly. */
export function plainKernel(network: BlockedNetwork, scores: Scores): Accumulate {
  const { blockBits, weighing, chunks } = network
  const mask = 2 ** blockBits - 1
  const isSingle = scores instanceof Float32Array
  const views = chunks.map(({ memory, links }) => ({
    words: new Uint32Array(memory.buffer, 0, links),
    weights:
      weighing === 'none'
        ? null
        : weightView(weighing, memory.buffer, { byteOffset: weightsStart(links), count: links }),
  }))
  return ({ chunk, firstLink, links, source, target }) => {
    const { words, weights } = views[chunk] as (typeof views)[number]
    for (let link = firstLink; link < firstLink + links; link++) {
      const word = words[link] as number
      const from = source + (word >>> blockBits)
      const to = target + (word & mask)
      const given = scores[from] as number
      const weight = weights === null ? 1 : (weights[link] as number)
      // A sum of two singles, rounded once from double, is the single sum: 53 bits are at least twice 24 and two more.
      const sent = isSingle ? Math.fround(given * Math.fround(weight)) : given * weight
      scores[to] = (scores[to] as number) + sent
    }
  }
}

import { type BlockedNetwork, weightsStart } from './blockedNetwork.ts'
import { type Accumulate, type Precision, scoreBytes } from './kernel.ts'
import { wasmModule } from './wasmModule.ts'
import { weightBytes } from './weighing.ts'

type Exported = (
  ...addresses: [word: number, links: number, source: number, target: number, weight: number]
) => void

/** The kernel in WebAssembly, about three times as fast as the plain one. */
export function wasmKernel(
  network: BlockedNetwork,
  scores: WebAssembly.Memory,
  precision: Precision,
): Accumulate {
  const { blockBits, weighing, chunks } = network
  const module = new WebAssembly.Module(wasmModule({ blockBits, precision, weighing }))
  const perChunk = chunks.map(({ memory, links }) => {
    const { exports } = new WebAssembly.Instance(module, { m: { scores, links: memory } })
    return {
      accumulate: exports.accumulate as Exported, // the module that we assembled
      firstWeight: weightsStart(links),
    }
  })
  const perScore = scoreBytes[precision]
  const perWeight = weightBytes[weighing]
  return ({ chunk, firstLink, links, source, target }) => {
    const { accumulate, firstWeight } = perChunk[chunk] as (typeof perChunk)[number]
    accumulate(
      4 * firstLink,
      links,
      perScore * source,
      perScore * target,
      firstWeight + perWeight * firstLink,
    )
  }
}

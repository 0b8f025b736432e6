import { type Rpc, readBlockHead } from '../chain/rpc.ts'
import { MeshError } from '../errors.ts'

/** The times, in seconds, of the given blocks. Throws `chain.reorged` if one is not there any more. */
export async function readBlockTimes(
  rpc: Rpc,
  blockNumbers: Iterable<number>,
): Promise<ReadonlyMap<number, number>> {
  const distinct = [...new Set(blockNumbers)]
  const heads = await Promise.all(distinct.map((number) => readBlockHead(rpc, number)))
  return new Map(
    heads.map((head, i) => {
      if (head === null)
        throw new MeshError('chain.reorged', { details: { block: `${distinct[i]}` } })
      return [head.number, head.sec] as const
    }),
  )
}

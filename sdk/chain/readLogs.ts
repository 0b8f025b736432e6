import { MeshError } from '../errors.ts'
import type { RawLog } from './events.ts'
import type { Address, Digest } from './ids.ts'
import { quantity, type Rpc } from './rpc.ts'

export interface LogFilter {
  readonly addresses: readonly Address[]
  /** By position: null for anything, a list for any of it. */
  readonly topics?: readonly (Digest | readonly Digest[] | null)[]
  readonly fromBlock: number
  readonly toBlock: number
}

/** Logs of a range in their order on the chain. A range that the client finds too large is read in halves. */
export async function readLogs(rpc: Rpc, filter: LogFilter): Promise<RawLog[]> {
  const { addresses, topics, fromBlock, toBlock } = filter
  if (fromBlock > toBlock) return []
  const range = { fromBlock: quantity(fromBlock), toBlock: quantity(toBlock) }
  try {
    return await rpc.request<RawLog[]>('eth_getLogs', [
      { address: addresses, ...range, ...(topics && { topics }) },
    ])
  } catch (error) {
    const isRefused = error instanceof MeshError && !error.retryable
    if (!isRefused || fromBlock === toBlock) throw error
  }
  const middle = Math.floor((fromBlock + toBlock) / 2)
  const first = await readLogs(rpc, { ...filter, toBlock: middle })
  return first.concat(await readLogs(rpc, { ...filter, fromBlock: middle + 1 }))
}

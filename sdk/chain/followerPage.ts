import { MeshError } from '../errors.ts'
import type { RawLog } from './events.ts'
import { type BlockRef, type FollowerCursor, lastBlock } from './followerCursor.ts'
import type { Address } from './ids.ts'
import { readLogs } from './readLogs.ts'
import { type Rpc, readBlockHead } from './rpc.ts'

export interface Page {
  readonly end: BlockRef
  readonly logs: readonly RawLog[]
}

/**
 * Reads the blocks after `cursor` up to `toBlock`. Throws `chain.reorged` when they do not stand on it, or when the
 * chain changed while they were read: the logs then may belong to either side.
 */
export async function readPage(
  rpc: Rpc,
  cursor: BlockRef,
  { addresses, toBlock }: { addresses: readonly Address[]; toBlock: number },
): Promise<Page> {
  const fromBlock = cursor.number + 1
  const [first, before] = await Promise.all([
    readBlockHead(rpc, fromBlock),
    readBlockHead(rpc, toBlock),
  ])
  const logs = await readLogs(rpc, { addresses, fromBlock, toBlock })
  const after = await readBlockHead(rpc, toBlock)
  if (first?.parentHash !== cursor.hash || before === null || before.hash !== after?.hash) {
    throw new MeshError('chain.reorged', { details: { fromBlock, toBlock } })
  }
  return { end: { number: toBlock, hash: before.hash }, logs }
}

/** The newest remembered block that the chain still has; undefined if the fork is older than memory. */
export async function findAncestor(
  rpc: Rpc,
  cursor: FollowerCursor,
): Promise<BlockRef | undefined> {
  for (const block of cursor.blocks.toReversed()) {
    const present = await readBlockHead(rpc, block.number)
    if (present?.hash === block.hash) return block
  }
  return undefined
}

export async function isOnChain(rpc: Rpc, cursor: FollowerCursor): Promise<boolean> {
  const { number, hash } = lastBlock(cursor)
  return (await readBlockHead(rpc, number))?.hash === hash
}

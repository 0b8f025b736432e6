import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import type { LocalNetwork } from './localNetwork.ts'

/** All that decides a block: its time, and the raw transactions in the order in which they arrived. */
export interface BlockInput {
  readonly sec: number
  readonly txs: readonly Hex[]
}

/** The last block of the chain. */
export interface Head {
  readonly number: number
  readonly hash: Hex
  readonly sec: number
}

export type Submission = { readonly hash: Hex } | { readonly error: unknown }

/**
 * Hands the transactions to the engine one by one and mines one block; the same input on the same chain gives
 * the same block, bit by bit. A block whose transactions the engine all refused is not mined.
 */
export async function applyBlock(network: LocalNetwork, block: BlockInput): Promise<Submission[]> {
  const submissions: Submission[] = []
  for (const raw of block.txs) {
    // In sequence: the order of arrival is the order within the block.
    submissions.push(await submit(network, raw))
  }
  const isWanted = block.txs.length === 0 || submissions.some((result) => 'hash' in result)
  if (isWanted) await network.request('evm_mine', [block.sec])
  return submissions
}

async function submit(network: LocalNetwork, raw: Hex): Promise<Submission> {
  try {
    return { hash: await network.request<Hex>('eth_sendRawTransaction', [raw]) }
  } catch (error) {
    return { error }
  }
}

export async function readHead(network: LocalNetwork): Promise<Head> {
  const block = await network.request<{ number: Hex; hash: Hex; timestamp: Hex }>(
    'eth_getBlockByNumber',
    ['latest', false],
  )
  return { number: Number(block.number), hash: block.hash, sec: Number(block.timestamp) }
}

import { MeshError } from '../errors.ts'
import type { Digest } from './ids.ts'
import type { Rpc } from './rpc.ts'
import { readReceipt, type TransactionReceipt } from './sender.ts'

interface Patience {
  /** How long a transaction may take into a block. */
  readonly withinMs?: number
  readonly pollMs?: number
}

/** Waits until a transaction that was sent is in a block, successful or not. Throws `chain.unavailable`. */
export async function waitForReceipt(
  rpc: Rpc,
  txHash: Digest,
  { withinMs = 30_000, pollMs = 50 }: Patience = {},
): Promise<TransactionReceipt> {
  const deadline = performance.now() + withinMs
  for (;;) {
    const receipt = await readReceipt(rpc, txHash)
    if (receipt !== null) return receipt
    if (performance.now() > deadline) {
      const detail = 'the transaction was sent and is in no block yet'
      throw new MeshError('chain.unavailable', { detail, details: { txHash } })
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs))
  }
}

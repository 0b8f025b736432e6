import { createRpc } from '@creditmesh/sdk/chain/rpc.ts'
import { freeGas, readReceipt, signTransaction } from '@creditmesh/sdk/chain/sender.ts'
import { type Hex, utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { sha256 } from '@creditmesh/sdk/crypto/hash.ts'

/** A transaction that the chain acknowledged, and the block that it said it was in. */
export interface Acknowledged {
  readonly txHash: Hex
  readonly blockHash: Hex
}

/** Signs a transaction that only costs work: data to an address without code. */
export function signNumbered(sender: string, nonce: number) {
  const secretKey = sha256(utf8(`load ${sender}`))
  const call = { to: `0x${'77'.repeat(20)}`, data: `0x${'ab'.repeat(64)}` } as const
  const fields = { chainId: 31337, nonce, gasLimit: 100_000n, fees: freeGas }
  return signTransaction(call, fields, { secretKey })
}

/** Sends one transaction after the other until the chain is gone; keeps what was acknowledged. */
export async function sendUntilGone(
  url: string,
  sender: string,
  acknowledged: Acknowledged[],
): Promise<void> {
  const rpc = createRpc(url, { timeoutMs: 5_000 })
  for (let nonce = 0; ; nonce += 1) {
    try {
      const { raw } = signNumbered(sender, nonce)
      const txHash = await rpc.request<Hex>('eth_sendRawTransaction', [raw])
      const receipt = await readReceipt(rpc, txHash)
      if (receipt !== null) acknowledged.push({ txHash, blockHash: receipt.blockHash })
    } catch {
      return
    }
  }
}

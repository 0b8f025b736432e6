import type { ContractCall } from '@creditmesh/sdk/chain/contracts.ts'
import type { Address } from '@creditmesh/sdk/chain/ids.ts'
import type { Rpc } from '@creditmesh/sdk/chain/rpc.ts'
import {
  estimateGas,
  explainRevert,
  freeGas,
  readNonce,
  type SignedTransaction,
  sendTransaction,
  signTransaction,
  type TransactionReceipt,
} from '@creditmesh/sdk/chain/sender.ts'
import { waitForReceipt } from '@creditmesh/sdk/chain/waitForReceipt.ts'
import type { EcdsaSuite } from '@creditmesh/sdk/crypto/secp256k1.ts'

/** One account that sends transactions, in the order of its nonces. */
export interface AccountLane {
  readonly address: Address
  /**
   * Sends a call and waits until it is mined. What would revert is not sent. Nothing is remembered across a kill:
   * whoever calls asks the chain first whether it was done.
   */
  transact(call: ContractCall): Promise<TransactionReceipt>
}

interface Options {
  readonly rpc: Rpc
  readonly chainId: number
  readonly secretKey: Uint8Array
  readonly ecdsa: EcdsaSuite
  /** How long a transaction may take into a block. */
  readonly minedWithinMs?: number
}

export function createAccountLane(options: Options): AccountLane {
  const { rpc, ecdsa, secretKey, minedWithinMs = 30_000 } = options
  const address = ecdsa.addressOf(secretKey)
  let turn: Promise<unknown> = Promise.resolve()

  async function sendNext(call: ContractCall): Promise<SignedTransaction> {
    // Also tries the call: what would revert throws its error and takes no nonce. The state may change before the
    // block, so half as much gas again is allowed.
    const gasLimit = ((await estimateGas(rpc, call, address)) * 3n) / 2n
    // Asked each time: after a failure to send nobody else knows whether the nonce was taken.
    const nonce = await readNonce(rpc, address)
    const fields = { chainId: options.chainId, nonce, gasLimit, fees: freeGas }
    const signed = signTransaction(call, fields, { secretKey, ecdsa })
    await sendTransaction(rpc, signed)
    return signed
  }

  return {
    address,
    async transact(call) {
      const mine = turn.then(() => sendNext(call))
      turn = mine.catch(() => undefined) // the caller hears of the failure; the next one goes on
      const { hash } = await mine
      const receipt = await waitForReceipt(rpc, hash, { withinMs: minedWithinMs })
      if (receipt.isSuccess) return receipt
      throw await explainRevert(rpc, call, { from: address, blockNumber: receipt.blockNumber })
    },
  }
}

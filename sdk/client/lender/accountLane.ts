import type { ContractCall } from '../../chain/contracts.ts'
import type { Address } from '../../chain/ids.ts'
import type { Rpc } from '../../chain/rpc.ts'
import {
  type Fees,
  readNonce,
  type SignedTransaction,
  sendTransaction,
  signTransaction,
} from '../../chain/sender.ts'
import type { EcdsaSuite } from '../../crypto/secp256k1.ts'
import { MeshError } from '../../errors.ts'
import { createSerialByKey } from '../serialByKey.ts'

/** A signed transaction and the nonce that it takes. */
export interface LaneTransaction extends SignedTransaction {
  readonly nonce: number
}

/** The one way of an account's transactions to the chain: nonces in order, none skipped, none used twice. */
export interface AccountLane {
  /**
   * Signs and sends a call. Resolves when the chain has it.
   */
  submit(call: ContractCall, sending: Sending): Promise<LaneTransaction>
  /** Sends again what an earlier run of this program may not have sent, in the order of its nonces. */
  resubmit(known: LaneTransaction, call: ContractCall, sending: Sending): Promise<LaneTransaction>
}

export interface Sending {
  readonly gasLimit: bigint
  /** Writes the transaction down before it leaves; runs again if the nonce turns out to be taken. */
  store?(transaction: LaneTransaction): Promise<void>
}

export interface LaneModules {
  readonly rpc: Rpc
  readonly account: Address
  readonly secretKey: Uint8Array
  readonly chainId: number
  readonly fees: Fees
  readonly ecdsa: EcdsaSuite
}

const lane = 'lane'

export function createAccountLane(modules: LaneModules): AccountLane {
  const { rpc, account, secretKey, chainId, fees, ecdsa } = modules
  const inTurn = createSerialByKey()
  let nextNonce: number | null = null // null: ask the chain

  async function signAndSend(call: ContractCall, sending: Sending): Promise<LaneTransaction> {
    const nonce = nextNonce ?? (await readNonce(rpc, account))
    nextNonce = null
    const { gasLimit } = sending
    const signed = signTransaction(call, { chainId, nonce, gasLimit, fees }, { secretKey, ecdsa })
    const transaction = { ...signed, nonce }
    await sending.store?.(transaction)
    await sendTransaction(rpc, transaction)
    nextNonce = nonce + 1
    return transaction
  }

  /** Another program that uses the account may have taken the nonce between asking and sending. */
  async function retryTakenNonce(call: ContractCall, sending: Sending) {
    try {
      return await signAndSend(call, sending)
    } catch (error) {
      if (!isRejected(error)) throw error
      return await signAndSend(call, sending)
    }
  }

  return {
    submit: (call, sending) => inTurn(lane, () => retryTakenNonce(call, sending)),
    resubmit: (known, call, sending) =>
      inTurn(lane, async () => {
        try {
          await sendTransaction(rpc, known)
          nextNonce = null
          return known
        } catch (error) {
          if (!isRejected(error)) throw error
          return retryTakenNonce(call, sending)
        }
      }),
  }
}

// A refusal with a reason of the contracts is about the call; one without may be about the nonce.
function isRejected(error: unknown): boolean {
  return (
    error instanceof MeshError &&
    error.code === 'chain.reverted' &&
    error.details.revert === undefined
  )
}

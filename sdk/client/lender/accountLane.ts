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
   * Signs and sends a call. `store` writes the transaction down before it leaves; it runs again if the nonce turns
   * out to be taken. Resolves when the chain has it.
   */
  submit(call: LaneCall, store?: StoreTransaction): Promise<LaneTransaction>
  /** Sends again what an earlier run of this program may not have sent, in the order of its nonces. */
  resubmit(
    known: LaneTransaction,
    call: LaneCall,
    store: StoreTransaction,
  ): Promise<LaneTransaction>
}

export interface LaneCall extends ContractCall {
  readonly gasLimit: bigint
}
type StoreTransaction = (transaction: LaneTransaction) => Promise<void>

export interface LaneModules {
  readonly rpc: Rpc
  readonly account: Address
  readonly secretKey: Uint8Array
  readonly chainId: number
  readonly fees: Fees
  readonly ecdsa: EcdsaSuite
}

const lane = 'lane'
const notStored: StoreTransaction = async () => undefined

export function createAccountLane(modules: LaneModules): AccountLane {
  const { rpc, account, secretKey, chainId, fees, ecdsa } = modules
  const inTurn = createSerialByKey()
  let nextNonce: number | null = null // null: ask the chain

  async function signAndSend(call: LaneCall, store: StoreTransaction): Promise<LaneTransaction> {
    const nonce = nextNonce ?? (await readNonce(rpc, account))
    nextNonce = null
    const { gasLimit } = call
    const signed = signTransaction(call, { chainId, nonce, gasLimit, fees }, { secretKey, ecdsa })
    const transaction = { ...signed, nonce }
    await store(transaction)
    await sendTransaction(rpc, transaction)
    nextNonce = nonce + 1
    return transaction
  }

  /** Another program that uses the account may have taken the nonce between asking and sending. */
  async function retryTakenNonce(call: LaneCall, store: StoreTransaction) {
    try {
      return await signAndSend(call, store)
    } catch (error) {
      if (!isRejected(error)) throw error
      return await signAndSend(call, store)
    }
  }

  return {
    submit: (call, store = notStored) => inTurn(lane, () => retryTakenNonce(call, store)),
    resubmit: (known, call, store) =>
      inTurn(lane, async () => {
        try {
          await sendTransaction(rpc, known)
          nextNonce = null
          return known
        } catch (error) {
          if (!isRejected(error)) throw error
          return retryTakenNonce(call, store)
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

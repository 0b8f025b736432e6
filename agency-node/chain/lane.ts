import type { ContractCall } from '@creditmesh/sdk/chain/contracts.ts'
import type { Address } from '@creditmesh/sdk/chain/ids.ts'
import type { Rpc } from '@creditmesh/sdk/chain/rpc.ts'
import { type Fees, freeGas } from '@creditmesh/sdk/chain/sender.ts'
import type { EcdsaSuite } from '@creditmesh/sdk/crypto/secp256k1.ts'
import type { MeshError } from '@creditmesh/sdk/errors.ts'
import type { Documents, Store } from '../store/store.ts'
import { openIntents, type SignedIntent, type StoredIntent } from './intent.ts'

export interface OutboxOptions {
  readonly store: Store
  readonly rpc: Rpc
  readonly chainId: number
  readonly account: { readonly address: Address; readonly secretKey: Uint8Array }
  readonly ecdsa: EcdsaSuite
  readonly signal: AbortSignal
  readonly fees?: Fees
  /** The most that any call of ours takes; what is not used is not charged. */
  readonly gasLimit?: bigint
  readonly clockMs?: () => number
  /** How often the chain is asked while something waits there. */
  readonly pollMs?: number
  /** After a failure of chain or disk. */
  readonly retryMs?: number
  /** A transaction in no block after so long is sent again, the same bytes. */
  readonly resendMs?: number
  /** Hears of what keeps the lane from moving; the lane itself goes on trying. */
  readonly onTrouble?: (trouble: MeshError) => void
}

const defaults = {
  fees: freeGas,
  gasLimit: 1_500_000n,
  clockMs: Date.now,
  pollMs: 25,
  retryMs: 500,
  resendMs: 3000,
  onTrouble: (_: MeshError): void => undefined,
}

/** An intent that is not final, and whoever waits for it. */
export interface LiveIntent {
  intent: StoredIntent
  /** Zero until this process has sent it. */
  sentAtMs: number
  /** How often its nonce was found used up without it. */
  timesMissed: number
  readonly mined: PromiseWithResolvers<void>
}

/** The one lane of nonces of an account: what is under way, in order. */
export interface Lane {
  readonly options: Required<OutboxOptions>
  readonly intents: Documents<StoredIntent>
  readonly live: Map<string, LiveIntent>
  /** Null while the chain has to be asked. */
  nextNonce: number | null
  lastOrder: number
}

export function createLane(options: OutboxOptions): Lane {
  const intents = openIntents(options.store)
  const settings = { ...defaults, ...options }
  return { options: settings, intents, live: new Map(), nextNonce: null, lastOrder: 0 }
}

export function newLiveIntent(intent: StoredIntent): LiveIntent {
  const mined = Promise.withResolvers<void>()
  mined.promise.catch(() => undefined) // whoever awaits it sees the failure; after a restart nobody may
  return { intent, sentAtMs: 0, timesMissed: 0, mined }
}

export interface OutboxIntent {
  /** The same id is the same deed: it is done once, however often it is submitted. */
  readonly id: string
  readonly call: ContractCall
}

export type LiveSigned = LiveIntent & { intent: SignedIntent }

export function isSigned(entry: LiveIntent): entry is LiveSigned {
  return entry.intent.state === 'signed'
}

/** In the order of their nonces, which is the order in which the chain takes them. */
export function signedIntents({ live }: Lane): LiveSigned[] {
  return [...live.values()].filter(isSigned).sort((a, b) => a.intent.nonce - b.intent.nonce)
}

/** How many transactions of the account the chain has mined: every lower nonce is used up. */
export async function minedNonces({ options: { rpc, account } }: Lane): Promise<number> {
  return Number(await rpc.request('eth_getTransactionCount', [account.address, 'latest']))
}

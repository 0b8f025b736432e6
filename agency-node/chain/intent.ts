import type { ContractCall } from '@creditmesh/sdk/chain/contracts.ts'
import type { Address } from '@creditmesh/sdk/chain/ids.ts'
import type { SignedTransaction, TransactionReceipt } from '@creditmesh/sdk/chain/sender.ts'
import type { ErrorCode } from '@creditmesh/sdk/errors.ts'
import type { Documents, Store } from '../store/store.ts'

/** One step in the life of an intent, for `why does it wait`. */
export interface IntentStep {
  readonly status: 'accepted' | 'signed' | 'sent' | 'refused' | 'displaced' | 'mined' | 'failed'
  readonly atMs: number
  /** Why the chain refused it, or how it failed. */
  readonly code?: ErrorCode
}

interface IntentFields {
  readonly id: string
  readonly account: Address
  readonly call: ContractCall
  /** Intents are numbered on chain in this order. */
  readonly order: number
  readonly history: readonly IntentStep[]
}

/**
 * What is to happen on chain:
 *
 *   accepted -> signed -> mined | failed;   signed -> accepted, when somebody else used its nonce up
 *
 * Accepted is stored before the caller goes on, signed before anything is sent. A restart sends the very same bytes
 * again, so however often it is tried, it is one transaction.
 */
export type StoredIntent =
  | (IntentFields & { readonly state: 'accepted' })
  | SignedIntent
  | (IntentFields & {
      readonly state: 'mined' | 'failed'
      readonly nonce: number
      readonly signed: SignedTransaction
      readonly receipt: TransactionReceipt
    })

export interface SignedIntent extends IntentFields {
  readonly state: 'signed'
  readonly nonce: number
  readonly signed: SignedTransaction
}

export function openIntents(store: Store): Documents<StoredIntent> {
  return store.documents<StoredIntent>('transactions', {
    idOf: ({ id }) => id,
    isFinal: ({ state }) => state === 'mined' || state === 'failed',
  })
}

const rememberedSteps = 50

/** Adds a step; the same refusal again and again is one step. */
export function withStep<T extends StoredIntent>(intent: T, step: IntentStep): T {
  const last = intent.history.at(-1)
  if (last?.status === step.status && last.code === step.code) return intent
  return { ...intent, history: [...intent.history.slice(1 - rememberedSteps), step] }
}

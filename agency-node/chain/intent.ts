import type { ContractCall } from '@creditmesh/sdk/chain/contracts.ts'
import type { SignedTransaction } from '@creditmesh/sdk/chain/sender.ts'
import type { ErrorCode } from '@creditmesh/sdk/errors.ts'
import type { Documents, Store } from '../store/store.ts'

/** One step in the life of an intent, for `why does it wait`. */
export interface IntentStep {
  readonly status: 'signed' | 'sent' | 'mined' | 'failed' | 'renumbered'
  readonly atMs: number
  readonly code?: ErrorCode
}

/**
 * What is to happen on chain, stored with its signed transaction before that is sent: a restart sends the very
 * same bytes again, so however often it is tried, it is one transaction.
 */
export interface StoredIntent {
  readonly id: string
  readonly call: ContractCall
  readonly nonce: number
  readonly signed: SignedTransaction
  readonly state: 'pending' | 'mined' | 'failed'
  readonly history: readonly IntentStep[]
}

export function openIntents(store: Store): Documents<StoredIntent> {
  return store.documents<StoredIntent>('transactions', {
    idOf: ({ id }) => id,
    isFinal: ({ state }) => state !== 'pending',
  })
}

export function withStep(intent: StoredIntent, step: IntentStep): StoredIntent {
  return { ...intent, history: [...intent.history, step] }
}

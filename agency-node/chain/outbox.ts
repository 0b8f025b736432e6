import { setTimeout as wait } from 'node:timers/promises'
import type { ContractCall } from '@creditmesh/sdk/chain/contracts.ts'
import type { Address } from '@creditmesh/sdk/chain/ids.ts'
import type { Rpc } from '@creditmesh/sdk/chain/rpc.ts'
import {
  explainRevert,
  type Fees,
  freeGas,
  readReceipt,
  sendTransaction,
  signTransaction,
  type TransactionReceipt,
} from '@creditmesh/sdk/chain/sender.ts'
import type { EcdsaSuite } from '@creditmesh/sdk/crypto/secp256k1.ts'
import { MeshError, toMeshError } from '@creditmesh/sdk/errors.ts'
import type { Documents, Store } from '../store/store.ts'
import { type IntentStep, openIntents, type StoredIntent, withStep } from './intent.ts'

export interface OutboxIntent {
  /** The same id is the same deed: it is done once, however often it is submitted. */
  readonly id: string
  readonly call: ContractCall
}

export interface Submission {
  /** Rejects with the decoded revert, or when the node stops first; the intent itself is not lost then. */
  readonly mined: Promise<void>
}

/** Sends an account's transactions: stored first, numbered in one lane, sent in batches, seen into a block. */
export interface Outbox {
  /** Resolves once the intent and its signed transaction are on the disk. */
  submit(intent: OutboxIntent): Promise<Submission>
  /** Sends again what a former run left. */
  resume(): Promise<void>
  close(): Promise<void>
}

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
  readonly pollMs?: number
  /** A transaction in no block after so long is sent again, the same bytes. */
  readonly resendMs?: number
}

interface Waiting extends OutboxIntent {
  readonly stored: PromiseWithResolvers<Submission>
}

interface Pending {
  intent: StoredIntent
  sentAtMs: number
  readonly mined: PromiseWithResolvers<void>
}

const batchSize = 64

export function createOutbox(options: OutboxOptions): Outbox {
  const lane = new NonceLane(options)
  return {
    submit: (intent) => lane.submit(intent),
    resume: () => lane.resume(),
    close: () => lane.close(),
  }
}

const defaults = {
  fees: freeGas,
  gasLimit: 1_500_000n,
  clockMs: Date.now,
  pollMs: 25,
  resendMs: 3000,
}

class NonceLane implements Outbox {
  readonly #options: OutboxOptions & typeof defaults
  readonly #intents: Documents<StoredIntent>
  readonly #queue: Waiting[] = []
  readonly #pending = new Map<string, Pending>()
  #nextNonce: number | undefined
  #numbering: Promise<void> | undefined
  #watching: Promise<void> | undefined

  constructor(options: OutboxOptions) {
    this.#options = { ...defaults, ...options }
    this.#intents = openIntents(options.store)
  }

  async submit({ id, call }: OutboxIntent): Promise<Submission> {
    const known = this.#pending.get(id)
    if (known) return { mined: known.mined.promise }
    const queued = this.#queue.find((waiting) => waiting.id === id)
    if (queued) return queued.stored.promise
    const stored = Promise.withResolvers<Submission>()
    this.#queue.push({ id, call, stored })
    this.#numbering ??= this.#numberQueue().finally(() => {
      this.#numbering = undefined
    })
    return stored.promise
  }

  async resume(): Promise<void> {
    const left: Pending[] = []
    for await (const intent of this.#intents.unfinished()) {
      if (this.#pending.has(intent.id)) continue
      const entry = newPending(intent)
      this.#pending.set(intent.id, entry)
      left.push(entry)
    }
    if (left.length > 0) await this.#send(byNonce(left))
  }

  async close(): Promise<void> {
    await this.#numbering
    await this.#watching
    const detail = 'the node stops; what was stored is sent again when it starts'
    const stopped = new MeshError('chain.unavailable', { detail })
    for (const { mined } of this.#pending.values()) mined.reject(stopped)
  }

  /** Takes what waits, batch by batch: numbers, signs, stores, sends. One batch at a time, so no nonce is lost. */
  async #numberQueue(): Promise<void> {
    while (this.#queue.length > 0) {
      const batch = this.#queue.slice(0, batchSize)
      try {
        await this.#send(await this.#store(batch))
      } catch (error) {
        this.#nextNonce = undefined
        for (const { stored } of batch) stored.reject(error)
      }
      this.#queue.splice(0, batch.length)
    }
  }

  async #store(batch: readonly Waiting[]): Promise<Pending[]> {
    const former = await Promise.all(batch.map(({ id }) => this.#intents.get(id)))
    let nonce = this.#nextNonce ?? (await this.#firstFreeNonce())
    const entries = batch.map((waiting, i) => {
      const known = former[i] ?? null
      if (known?.state === 'mined') return null
      // What was stored and not finished keeps its bytes; what failed is a new attempt.
      if (known?.state === 'pending') return newPending(known)
      const history = known?.history ?? []
      return newPending(this.#sign(waiting, { nonce: nonce++, history }))
    })
    const fresh = entries.filter((entry) => entry !== null)
    await this.#options.store.transact(async (tx) => {
      for (const { intent } of fresh) await this.#intents.put(intent, tx)
    })
    this.#nextNonce = nonce
    for (const entry of fresh) this.#pending.set(entry.intent.id, entry)
    batch.forEach(({ stored }, i) => {
      stored.resolve({ mined: entries[i]?.mined.promise ?? Promise.resolve() })
    })
    return fresh
  }

  #sign(
    { id, call }: OutboxIntent,
    { nonce, history }: { nonce: number; history: readonly IntentStep[] },
  ): StoredIntent {
    const { chainId, gasLimit, fees, account, ecdsa } = this.#options
    const fields = { chainId, nonce, gasLimit, fees }
    const signed = signTransaction(call, fields, { secretKey: account.secretKey, ecdsa })
    const intent: StoredIntent = { id, call, nonce, signed, state: 'pending', history }
    return withStep(intent, { status: 'signed', atMs: this.#options.clockMs() })
  }

  /** After all that the chain has mined, and after all that is stored here. */
  async #firstFreeNonce(): Promise<number> {
    let free = await this.#minedNonces()
    for await (const { nonce } of this.#intents.unfinished()) free = Math.max(free, nonce + 1)
    return free
  }

  async #minedNonces(): Promise<number> {
    const { rpc, account } = this.#options
    return Number(await rpc.request('eth_getTransactionCount', [account.address, 'latest']))
  }

  // All in one turn of the event loop, so that they travel as one batch in the order of their nonces.
  async #send(entries: readonly Pending[]): Promise<void> {
    const { rpc, clockMs } = this.#options
    const nowMs = clockMs()
    await Promise.all(
      entries.map(async (entry) => {
        entry.sentAtMs = nowMs
        await sendTransaction(rpc, entry.intent.signed).catch((cause) =>
          this.#refused(entry, cause),
        )
      }),
    )
    this.#watching ??= this.#watch().finally(() => {
      this.#watching = undefined
    })
  }

  /**
   * A chain that is away is tried again later. One that refuses a transaction whose nonce it has mined has seen
   * another with that number, sent with our key from elsewhere: ours gets a new number, stored before it is sent.
   */
  async #refused(entry: Pending, cause: unknown): Promise<void> {
    if (toMeshError(cause).retryable) return
    const mined = await this.#minedNonces().catch(() => 0)
    if (mined <= entry.intent.nonce) return
    const nonce = Math.max(this.#nextNonce ?? 0, mined)
    this.#nextNonce = nonce + 1
    const renumbered = withStep(entry.intent, {
      status: 'renumbered',
      atMs: this.#options.clockMs(),
    })
    entry.intent = this.#sign(entry.intent, { nonce, history: renumbered.history })
    entry.sentAtMs = 0
    await this.#intents.put(entry.intent)
  }

  async #watch(): Promise<void> {
    const { rpc, signal, pollMs } = this.#options
    while (this.#pending.size > 0 && !signal.aborted) {
      const waiting = [...this.#pending.values()]
      const receipts = await Promise.all(
        waiting.map(({ intent }) => readReceipt(rpc, intent.signed.hash).catch(() => null)),
      )
      await Promise.all(waiting.map((entry, i) => receipts[i] && this.#finish(entry, receipts[i])))
      await this.#sendLate(waiting)
      if (receipts.every((receipt) => receipt === null)) await pause(pollMs, signal)
    }
  }

  async #sendLate(waiting: readonly Pending[]): Promise<void> {
    const { clockMs, resendMs } = this.#options
    const isLate = ({ intent, sentAtMs }: Pending) =>
      this.#pending.has(intent.id) && clockMs() - sentAtMs > resendMs
    const late = byNonce(waiting.filter(isLate))
    if (late.length > 0) await this.#send(late)
  }

  async #finish(entry: Pending, { isSuccess, blockNumber }: TransactionReceipt): Promise<void> {
    const { store, rpc, account, clockMs } = this.#options
    const { call, id } = entry.intent
    const at = { from: account.address, blockNumber }
    const failure = isSuccess ? null : await explainRevert(rpc, call, at).catch(toMeshError)
    const state = isSuccess ? 'mined' : 'failed'
    const code = failure === null ? {} : { code: failure.code }
    const ended = withStep({ ...entry.intent, state }, { status: state, atMs: clockMs(), ...code })
    // Not flushed: after a power cut the chain is asked again.
    await store.transact((tx) => this.#intents.put(ended, tx), { isDurable: false })
    this.#pending.delete(id)
    if (failure === null) entry.mined.resolve()
    else entry.mined.reject(failure)
  }
}

function newPending(intent: StoredIntent): Pending {
  const mined = Promise.withResolvers<void>()
  mined.promise.catch(() => undefined) // whoever awaits it sees the failure; after a restart nobody may
  return { intent, sentAtMs: 0, mined }
}

function byNonce(entries: readonly Pending[]): Pending[] {
  return entries.toSorted((a, b) => a.intent.nonce - b.intent.nonce)
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return wait(milliseconds, undefined, { signal }).catch(() => undefined)
}

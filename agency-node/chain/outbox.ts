import { MeshError, toMeshError } from '@creditmesh/sdk/errors.ts'
import { collectIntents } from './collectIntents.ts'
import { type StoredIntent, withStep } from './intent.ts'
import {
  createLane,
  type Lane,
  type LiveIntent,
  newLiveIntent,
  type OutboxIntent,
  type OutboxOptions,
} from './lane.ts'
import { sendIntents } from './sendIntents.ts'
import { signIntents } from './signIntents.ts'
import { createWaker, type Waker } from './waker.ts'

export type { OutboxIntent, OutboxOptions } from './lane.ts'

export interface Submission {
  /** Rejects with the decoded revert, or when the node stops first; the intent itself is not lost then. */
  readonly mined: Promise<void>
}

/** Sends an account's transactions: stored first, numbered in one lane, sent in batches, seen into a block. */
export interface Outbox {
  /** Resolves once the intent is on the disk, whether the chain is there or not. */
  submit(intent: OutboxIntent): Promise<Submission>
  /** What became of an intent, step by step. */
  find(id: string): Promise<StoredIntent | null>
  /** Takes up what a former run left. */
  resume(): Promise<void>
  /** Waits for the step under way; what is not mined goes on after the next start. */
  close(): Promise<void>
}

export function createOutbox(options: OutboxOptions): Outbox {
  const lane = createLane(options)
  const waker = createWaker(options.signal)
  const submissions = new Map<string, Promise<Submission>>()
  let running: Promise<void> | null = null
  const start = () => {
    waker.wake()
    running ??= run(lane, waker).finally(() => {
      running = null
      // Accepted while the loop was ending.
      if (lane.live.size > 0 && !waker.isStopped()) start()
    })
  }
  return {
    submit(intent) {
      const known = submissions.get(intent.id)
      if (known !== undefined) return known
      // Noted before the first await, so that the same id submitted twice at once is one intent.
      const submission = accept(lane, intent, start)
      submissions.set(intent.id, submission)
      const forget = () => void submissions.delete(intent.id)
      submission.then(({ mined }) => mined).then(forget, forget)
      return submission
    },
    find: async (id) => lane.live.get(id)?.intent ?? lane.intents.get(id),
    async resume() {
      for await (const intent of lane.intents.unfinished()) enlist(lane, intent)
      start()
    },
    async close() {
      waker.stop()
      await running
      const detail = 'the node stops; what was stored is sent again when it starts'
      const stopped = new MeshError('chain.unavailable', { detail })
      for (const { mined } of lane.live.values()) mined.reject(stopped)
    },
  }
}

/** Stores an intent, or takes up the one of the same id: done stays done, what failed is a new attempt. */
async function accept(
  lane: Lane,
  { id, call }: OutboxIntent,
  start: () => void,
): Promise<Submission> {
  const { options, intents } = lane
  const atMs = options.clockMs()
  const stored = await options.store.transact(async (tx) => {
    const known = lane.live.get(id)?.intent ?? (await intents.get(id, tx))
    if (known !== null && known.state !== 'failed') return known
    const fields = { id, call, account: options.account.address, history: known?.history ?? [] }
    const fresh: StoredIntent = { ...fields, order: nextOrder(lane, atMs), state: 'accepted' }
    const accepted = withStep(fresh, { status: 'accepted', atMs })
    await intents.put(accepted, tx)
    return accepted
  })
  if (stored.state === 'mined') return { mined: Promise.resolve() }
  const { mined } = enlist(lane, stored)
  start()
  return { mined: mined.promise }
}

function enlist({ live }: Lane, intent: StoredIntent): LiveIntent {
  const known = live.get(intent.id)
  if (known !== undefined) return known
  const entry = newLiveIntent(intent)
  live.set(intent.id, entry)
  return entry
}

/** Rises with every intent, also over restarts and clocks that stand still. */
function nextOrder(lane: Lane, atMs: number): number {
  lane.lastOrder = Math.max(lane.lastOrder + 1, atMs)
  return lane.lastOrder
}

/** Moves the lane on while something is in it. Nothing ends it but its work or the node's end. */
async function run(lane: Lane, waker: Waker): Promise<void> {
  const { pollMs, retryMs, onTrouble } = lane.options
  while (lane.live.size > 0 && !waker.isStopped()) {
    try {
      const hasMoved = await moveOn(lane)
      if (!hasMoved) await waker.pause(pollMs)
    } catch (trouble) {
      onTrouble(toMeshError(trouble))
      await waker.pause(retryMs)
    }
  }
}

async function moveOn(lane: Lane): Promise<boolean> {
  const hasSigned = await signIntents(lane)
  const hasSent = await sendIntents(lane)
  const hasEnded = await collectIntents(lane)
  return hasSigned || hasSent || hasEnded
}

import { MeshError, toMeshError } from '../errors.ts'
import type { Deployment } from './deployment.ts'
import { type ChainEvent, createEventDecoder, type RawLog } from './events.ts'
import {
  advanceCursor,
  type BlockRef,
  type CursorStore,
  type FollowerCursor,
  lastBlock,
} from './followerCursor.ts'
import { findAncestor, isOnChain, readPage } from './followerPage.ts'
import { type Rpc, readBlockHead } from './rpc.ts'

export interface FollowerOptions {
  /** Blocks that must stand on a block before it is handled; 0 where a block is final at once. */
  readonly confirmations?: number
  readonly pollIntervalMs?: number
  readonly pageBlocks?: number
  /** Begins after this block whatever the cursor says: a replay. */
  readonly replayAfterBlock?: number
  readonly signal?: AbortSignal
}

export interface FollowerModules {
  readonly rpc: Rpc
  readonly cursors: CursorStore
  /**
   * Handles one event; resolves when its effect is stored. After a kill the events of the last block may come again.
   * A retryable error stops the follower until it succeeds; any other puts the event in quarantine.
   */
  handle(event: ChainEvent): Promise<void>
  /** Told when handled blocks after this one are no longer on the chain. Their successors are handled next. */
  undo?(ancestor: BlockRef): Promise<void>
  /** Told of an event that cannot be handled. Resolves when that is stored; the follower goes on. */
  quarantine?(poison: PoisonEvent): Promise<void>
}

export interface PoisonEvent {
  readonly log: RawLog
  /** Undefined when the log could not even be decoded. */
  readonly event: ChainEvent | undefined
  readonly error: MeshError
}

export interface FollowerStatus {
  readonly headBlock: number
  readonly handledBlock: number
  readonly lagBlocks: number
  /** Why it does not get on; undefined while it does. */
  readonly stalledBy: MeshError | undefined
  readonly quarantined: number
}

/** Follows the events of a deployment, final blocks only, each at least once and in order. */
export interface Follower {
  /** Handles everything up to the present final block. Throws what stalls it. */
  sync(): Promise<void>
  /** Syncs again and again until the signal aborts; a stall is shown in `status` and tried again. */
  run(): Promise<void>
  status(): FollowerStatus
}

type Network = Pick<Deployment, 'addresses' | 'startBlock'>

export function createFollower(
  network: Network,
  modules: FollowerModules,
  options: FollowerOptions = {},
): Follower {
  const { confirmations = 0, pageBlocks = 2_000, pollIntervalMs = 250, signal } = options
  const { rpc, cursors } = modules
  const addresses = Object.values(network.addresses)
  const decoder = createEventDecoder(network.addresses)
  let cursor: FollowerCursor | undefined
  let headBlock = 0
  let quarantined = 0
  let stalledBy: MeshError | undefined
  let running: Promise<void> = Promise.resolve()

  const syncOnce = async () => {
    cursor ??= await openCursor(network, modules, options)
    if (!(await isOnChain(rpc, cursor))) await rewind(cursor)
    headBlock = (await readBlockHead(rpc))?.number ?? headBlock
    const finalBlock = headBlock - confirmations
    while (lastBlock(cursor).number < finalBlock && !signal?.aborted) {
      const toBlock = Math.min(lastBlock(cursor).number + pageBlocks, finalBlock)
      const page = await readPage(rpc, lastBlock(cursor), { addresses, toBlock })
      await handleLogs(page.logs)
      await save(page.end)
    }
  }

  const handleLogs = async (logs: readonly RawLog[]) => {
    for (const [i, log] of logs.entries()) {
      if (signal?.aborted) throw new MeshError('chain.unavailable', { detail: 'stopping' })
      await handleLog(log)
      const isLastOfBlock = logs[i + 1]?.blockHash !== log.blockHash
      if (isLastOfBlock) await save({ number: Number(log.blockNumber), hash: log.blockHash })
    }
  }

  const handleLog = async (log: RawLog) => {
    let event: ChainEvent | undefined
    try {
      event = decoder.decode(log)
      if (event !== undefined) await modules.handle(event)
    } catch (thrown) {
      const error = toMeshError(thrown)
      if (error.retryable) throw error
      await modules.quarantine?.({ log, event, error })
      quarantined += 1
    }
  }

  const save = async (block: BlockRef) => {
    // Only called with a cursor opened.
    const next = advanceCursor(cursor as FollowerCursor, block)
    await cursors.save(next)
    cursor = next
  }

  const rewind = async (from: FollowerCursor) => {
    const ancestor = (await findAncestor(rpc, from)) ?? (await blockBefore(rpc, network.startBlock))
    await modules.undo?.(ancestor)
    await save(ancestor)
  }

  const sync = () => {
    const next = running.then(async () => {
      try {
        await syncOnce()
        stalledBy = undefined
      } catch (thrown) {
        stalledBy = toMeshError(thrown)
        throw stalledBy
      }
    })
    running = next.catch(() => undefined) // told to whoever awaits `next`
    return next
  }

  return {
    sync,
    run: async () => {
      while (!signal?.aborted) {
        await sync().catch(() => undefined) // shown by `status`, tried again below
        await pause(pollIntervalMs, signal)
      }
    },
    status: () => {
      const handledBlock = cursor === undefined ? network.startBlock : lastBlock(cursor).number
      const lagBlocks = Math.max(0, headBlock - confirmations - handledBlock)
      return { headBlock, handledBlock, lagBlocks, stalledBy, quarantined }
    },
  }
}

async function openCursor(
  network: Network,
  { rpc, cursors }: FollowerModules,
  { replayAfterBlock }: FollowerOptions,
): Promise<FollowerCursor> {
  if (replayAfterBlock !== undefined) {
    return { blocks: [await blockBefore(rpc, replayAfterBlock + 1)] }
  }
  return (await cursors.load()) ?? { blocks: [await blockBefore(rpc, network.startBlock)] }
}

// The genesis block holds no events, so following from block 0 begins after it.
async function blockBefore(rpc: Rpc, block: number): Promise<BlockRef> {
  const number = Math.max(0, block - 1)
  const head = await readBlockHead(rpc, number)
  if (head === null) {
    throw new MeshError('chain.wrong_network', { detail: `the chain has no block ${number}` })
  }
  return { number, hash: head.hash }
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve()
    const timer = setTimeout(done, ms)
    function done() {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    signal?.addEventListener('abort', done)
  })
}

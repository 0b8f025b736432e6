import { MeshError, toMeshError } from '../errors.ts'
import type { Deployment } from './deployment.ts'
import { type ChainEvent, createEventDecoder, type EventDecoder, type RawLog } from './events.ts'
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
  const follower = new EventFollower(network, modules, options)
  return {
    sync: () => follower.sync(),
    run: () => follower.run(),
    status: () => follower.status(),
  }
}

const defaults = { confirmations: 0, pageBlocks: 2_000, pollIntervalMs: 250 }

class EventFollower implements Follower {
  readonly #network: Network
  readonly #modules: FollowerModules
  readonly #options: FollowerOptions & typeof defaults
  readonly #decoder: EventDecoder
  #cursor: FollowerCursor | undefined
  #headBlock = 0
  #quarantined = 0
  #stalledBy: MeshError | undefined
  #running: Promise<void> = Promise.resolve()

  constructor(network: Network, modules: FollowerModules, options: FollowerOptions) {
    this.#network = network
    this.#modules = modules
    this.#options = { ...defaults, ...options }
    this.#decoder = createEventDecoder(network.addresses)
  }

  sync(): Promise<void> {
    const next = this.#running.then(() => this.#syncNoting())
    this.#running = next.catch(() => undefined) // told to whoever awaits `next`
    return next
  }

  async run(): Promise<void> {
    const { signal, pollIntervalMs } = this.#options
    while (!signal?.aborted) {
      await this.sync().catch(() => undefined) // shown by `status`, tried again below
      await pause(pollIntervalMs, signal)
    }
  }

  status(): FollowerStatus {
    const { startBlock } = this.#network
    const handledBlock = this.#cursor === undefined ? startBlock : lastBlock(this.#cursor).number
    const finalBlock = this.#headBlock - this.#options.confirmations
    return {
      headBlock: this.#headBlock,
      handledBlock,
      lagBlocks: Math.max(0, finalBlock - handledBlock),
      stalledBy: this.#stalledBy,
      quarantined: this.#quarantined,
    }
  }

  async #syncNoting(): Promise<void> {
    try {
      await this.#syncOnce()
      this.#stalledBy = undefined
    } catch (thrown) {
      this.#stalledBy = toMeshError(thrown)
      throw this.#stalledBy
    }
  }

  async #syncOnce(): Promise<void> {
    const { rpc } = this.#modules
    let cursor = await this.#openCursor()
    if (!(await isOnChain(rpc, cursor))) cursor = await this.#rewind(cursor)
    this.#headBlock = (await readBlockHead(rpc))?.number ?? this.#headBlock
    const finalBlock = this.#headBlock - this.#options.confirmations
    while (lastBlock(cursor).number < finalBlock && !this.#options.signal?.aborted) {
      cursor = await this.#handlePage(cursor, finalBlock)
    }
  }

  async #handlePage(cursor: FollowerCursor, finalBlock: number): Promise<FollowerCursor> {
    const last = lastBlock(cursor)
    const toBlock = Math.min(last.number + this.#options.pageBlocks, finalBlock)
    const addresses = Object.values(this.#network.addresses)
    const { logs, end } = await readPage(this.#modules.rpc, last, { addresses, toBlock })
    let handled = cursor
    for (const [i, log] of logs.entries()) {
      if (this.#options.signal?.aborted) return handled
      await this.#handleLog(log)
      const isLastOfBlock = logs[i + 1]?.blockHash !== log.blockHash
      const block = { number: Number(log.blockNumber), hash: log.blockHash }
      if (isLastOfBlock) handled = await this.#save(handled, block)
    }
    return this.#save(handled, end)
  }

  async #handleLog(log: RawLog): Promise<void> {
    let event: ChainEvent | undefined
    try {
      event = this.#decoder.decode(log)
      if (event !== undefined) await this.#modules.handle(event)
    } catch (thrown) {
      const error = toMeshError(thrown)
      if (error.retryable) throw error
      await this.#modules.quarantine?.({ log, event, error })
      this.#quarantined += 1
    }
  }

  async #rewind(cursor: FollowerCursor): Promise<FollowerCursor> {
    const { rpc, undo } = this.#modules
    const known = await findAncestor(rpc, cursor)
    const ancestor = known ?? (await blockBefore(rpc, this.#network.startBlock))
    await undo?.(ancestor)
    return this.#save(cursor, ancestor)
  }

  async #openCursor(): Promise<FollowerCursor> {
    this.#cursor ??= await openCursor(this.#network, this.#modules, this.#options)
    return this.#cursor
  }

  /** Only after everything up to and in this block is stored. */
  async #save(cursor: FollowerCursor, block: BlockRef): Promise<FollowerCursor> {
    const next = advanceCursor(cursor, block)
    await this.#modules.cursors.save(next)
    this.#cursor = next
    return next
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

import { mkdirSync } from 'node:fs'
import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import { readHead } from './block.ts'
import { type BlockProducer, createBlockProducer } from './blockProducer.ts'
import { createChainClock, wallClockSec } from './chainClock.ts'
import { type HeartbeatOptions, startHeartbeat } from './heartbeat.ts'
import { dropTornLine, journalPath, openJournal, readHeader } from './journal.ts'
import { type LocalNetwork, openLocalNetwork } from './localNetwork.ts'
import { takeOwnership } from './ownership.ts'
import { replayJournal } from './replay.ts'
import { openRpcFront } from './rpcFront.ts'
import { createRpcHandler } from './rpcHandler.ts'

export interface LocalChainOptions {
  /** State directory: what was acknowledged from here survives any kill. */
  readonly dir: string
  readonly port: number
  readonly host?: string
  /** For tests: the clock moves by `evm_increaseTime` besides the wall's, and only transactions and `evm_mine` make blocks. */
  readonly hasManualTime?: boolean
  readonly heartbeat?: HeartbeatOptions
}

export interface LocalChain {
  readonly url: string
  readonly chainId: number
  readonly genesisHash: Hex
  /** Blocks that were made again from the journal. */
  readonly replayed: number
  close(): Promise<void>
}

/**
 * Starts or resumes the persistent local chain. Throws `store.locked`, `chain.journal_corrupt`, `http.port_taken`.
 */
export async function startLocalChain(options: LocalChainOptions): Promise<LocalChain> {
  mkdirSync(options.dir, { recursive: true })
  await using opened = new AsyncDisposableStack()
  opened.use(await takeOwnership(options.dir))
  const { network, producer, replayed, genesisHash } = await resume(options, opened)
  const handler = createRpcHandler({ network, producer, hasManualTime: !!options.hasManualTime })
  const front = await openRpcFront(handler, options)
  opened.defer(() => front.close())
  if (!options.hasManualTime) {
    opened.use(startHeartbeat(producer, wallClockSec, options.heartbeat ?? {}))
  }
  const chainId = Number(await network.request<Hex>('eth_chainId'))
  const living = opened.move()
  return { url: front.url, chainId, genesisHash, replayed, close: () => living.disposeAsync() }
}

interface Resumed {
  readonly network: LocalNetwork
  readonly producer: BlockProducer
  readonly replayed: number
  readonly genesisHash: Hex
}

async function resume(
  { dir, hasManualTime }: LocalChainOptions,
  opened: AsyncDisposableStack,
): Promise<Resumed> {
  const path = journalPath(dir)
  dropTornLine(path)
  const known = await readHeader(path)
  const genesisSec = known?.genesisSec ?? wallClockSec()
  const network = await openLocalNetwork(genesisSec)
  opened.defer(() => network.close())
  const genesisHash = known?.genesisHash ?? (await readHead(network)).hash
  const header = { format: 'creditmesh/chain-journal/1', genesisSec, genesisHash } as const
  const { blocks, offsetSec } = await replayJournal(path, header, network)
  const journal = openJournal(path, header)
  opened.defer(() => journal.close())
  const clock = createChainClock(wallClockSec, hasManualTime ? offsetSec : 0)
  const producer = await createBlockProducer({ network, journal, clock })
  opened.defer(() => producer.stop())
  return { network, producer, replayed: blocks, genesisHash }
}

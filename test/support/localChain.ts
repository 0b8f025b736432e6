import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { DeploymentWindows } from '@creditmesh/sdk/chain/deployment.ts'
import { createRpc } from '@creditmesh/sdk/chain/rpc.ts'
import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import { createBlockProducer } from '../../scripts/chain/blockProducer.ts'
import { createChainClock, wallClockSec } from '../../scripts/chain/chainClock.ts'
import { openLocalNetwork } from '../../scripts/chain/localNetwork.ts'
import { openRpcFront } from '../../scripts/chain/rpcFront.ts'
import { createRpcHandler } from '../../scripts/chain/rpcHandler.ts'
import { createTestNetwork, type TestNetwork } from './testNetwork.ts'

export interface TestChain extends TestNetwork, AsyncDisposable {
  readonly rpcUrl: string
  close(): Promise<void>
}

export interface TestChainOptions {
  /** Block time at the start: the wall clock's unless given. Then time stands still until it is moved. */
  readonly startSec?: number
  readonly windows?: DeploymentWindows
}

/** A chain inside this process with everything deployed: fast, in memory, its time moved by the test. */
export async function startTestChain(options: TestChainOptions = {}): Promise<TestChain> {
  const { startSec = wallClockSec(), windows } = options
  await using opened = new AsyncDisposableStack()
  const network = await openLocalNetwork(startSec)
  opened.defer(() => network.close())
  const journal = { append: () => undefined }
  const clock = createChainClock(() => startSec)
  const producer = await createBlockProducer({ network, journal, clock })
  opened.defer(() => producer.stop())
  const handler = createRpcHandler({ network, producer, hasManualTime: true })
  const front = await openRpcFront(handler, { port: 0 })
  opened.defer(() => front.close())
  const deployed = await createTestNetwork(createRpc(front.url), windows)
  const living = opened.move()
  const close = () => living.disposeAsync()
  return { ...deployed, rpcUrl: front.url, close, [Symbol.asyncDispose]: close }
}

export interface SpawnedChain extends AsyncDisposable {
  readonly url: string
  readonly chainId: number
  readonly genesisHash: Hex
  readonly process: ChildProcess
  /** Kills without warning (kill -9) unless told otherwise, and waits for the end. */
  kill(signal?: NodeJS.Signals): Promise<void>
}

const chainScript = fileURLToPath(new URL('../../scripts/chain.ts', import.meta.url))

/** The persistent chain as a process of its own. Rejects with its error output if it does not come up. */
export async function spawnChain(
  dir: string,
  flags: readonly string[] = [],
): Promise<SpawnedChain> {
  const child = spawn(process.execPath, [chainScript, '--dir', dir, ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const errors: Buffer[] = []
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk))
  const exited = once(child, 'exit')
  const ready = await Promise.race([once(createInterface(child.stdout), 'line'), exited])
  if (typeof ready[0] !== 'string') {
    throw new Error(`the chain exited with ${ready[0]}: ${Buffer.concat(errors).toString()}`)
  }
  const { url, chainId, genesisHash } = JSON.parse(ready[0])
  const kill = async (signal: NodeJS.Signals = 'SIGKILL') => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
    await exited
  }
  return { url, chainId, genesisHash, process: child, kill, [Symbol.asyncDispose]: () => kill() }
}

/** A spawned chain with everything deployed, for tests with several processes. Its time goes on and can be moved. */
export async function spawnTestChain(
  dir: string,
  windows?: DeploymentWindows,
): Promise<TestNetwork & SpawnedChain> {
  const chain = await spawnChain(dir, ['--manual-time'])
  return { ...(await createTestNetwork(createRpc(chain.url), windows)), ...chain }
}

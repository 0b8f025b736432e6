import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type ChainAccess, openChain } from '@creditmesh/agency-node/cli/chainAccess.ts'
import { runCli } from '@creditmesh/agency-node/cli/runCli.ts'
import { findRunning, isRunning } from '@creditmesh/agency-node/files/processRecord.ts'
import { type StateFolder, stateFolderAt } from '@creditmesh/agency-node/files/stateFolder.ts'
import { fromProblem } from '@creditmesh/sdk/wire/problem.ts'
import type { NetworkStatus } from '../../../scripts/network/status.ts'
import { type SpawnedCommand, spawnCommand } from './spawnCommand.ts'

/** A network of real processes in a temporary folder, and the means to hurt it. */
export interface Mesh {
  readonly dir: string
  readonly state: StateFolder
  readonly chain: ChainAccess
  /** Runs a command in this process: the same code without the start of a process. Throws what it throws. */
  creditmesh<T = Record<string, unknown>>(...args: string[]): Promise<T>
  /** Runs a command as a process that can be killed. */
  spawn(...args: string[]): SpawnedCommand
  /** Starts what does not run. */
  up(): Promise<NetworkStatus>
  /** kill -9, and waits until the process is gone. */
  kill(...processes: string[]): Promise<void>
  close(): Promise<void>
}

export async function startMesh(...options: string[]): Promise<Mesh> {
  const dir = await mkdtemp(join(tmpdir(), 'mesh-'))
  const state = stateFolderAt(dir)
  const creditmesh = <T>(...args: string[]) => runInProcess<T>(dir, args)
  const up = () => creditmesh<NetworkStatus>('network', 'up')
  try {
    await creditmesh('network', 'up', ...options)
    const chain = await openChain(dir)
    return {
      ...{ dir, state, chain, creditmesh, up },
      spawn: (...args) => spawnCommand(dir, args),
      kill: async (...processes) => {
        await Promise.all(processes.map((name) => killProcess(state.processes, name)))
      },
      close: () => bringDown(dir, creditmesh),
    }
  } catch (error) {
    await bringDown(dir, creditmesh)
    throw error
  }
}

async function bringDown(dir: string, creditmesh: Mesh['creditmesh']): Promise<void> {
  await creditmesh('network', 'down').catch(() => undefined)
  await rm(dir, { recursive: true, force: true })
}

async function runInProcess<T>(dir: string, args: readonly string[]): Promise<T> {
  let out = ''
  let err = ''
  await runCli(['--dir', dir, '--json', ...args], {
    out: (text) => {
      out += text
    },
    err: (text) => {
      err += text
    },
  })
  if (err !== '') throw fromProblem(JSON.parse(err))
  return JSON.parse(out) as T // the caller names what the command prints
}

async function killProcess(folder: string, name: string): Promise<void> {
  const record = findRunning(folder, name)
  if (record === null) throw new Error(`${name} does not run`)
  process.kill(record.pid, 'SIGKILL')
  while (isRunning(record)) await wait(5)
}

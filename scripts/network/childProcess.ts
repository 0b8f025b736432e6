import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, fstatSync, mkdirSync, openSync, readSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import {
  findRunning,
  forgetProcess,
  isRunning,
  writeProcessRecord,
} from '@creditmesh/agency-node/files/processRecord.ts'
import { isErrorCode, MeshError } from '@creditmesh/sdk/errors.ts'
import { requireFreePort } from './freePort.ts'

/** A process of the network: how it is started, and how one sees that it serves. */
export interface ProcessPlan {
  readonly name: string
  /** Arguments of Node: script and options; they name the state folder, which makes them unmistakable. */
  readonly args: readonly string[]
  readonly logFile: string
  readonly listen: { readonly host: string; readonly port: number }
  /** Whether it serves now. */
  readonly isServing: () => Promise<boolean>
  /** Whether somebody runs it from this very folder in a terminal of his own. */
  readonly isRunElsewhere?: () => Promise<boolean>
}

const startWithinMs = 60_000
const pollEveryMs = 50

/** Starts the process unless it runs already, and waits until it serves. Throws what kept it from starting. */
export async function ensureRunning(
  plan: ProcessPlan,
  folder: string,
): Promise<'running' | 'started'> {
  const known = findRunning(folder, plan.name)
  if (known !== null) {
    await untilServing(plan, () => isRunning(known))
    return 'running'
  }
  if (await plan.isRunElsewhere?.()) {
    await untilServing(plan, () => true)
    return 'running'
  }
  // Before it is started: whoever listens there would be taken for it.
  await requireFreePort(plan.listen.host, plan.listen.port, plan.name)
  const logEnd = logSize(plan.logFile)
  const child = spawnDetached(plan)
  const { pid } = child
  if (pid === undefined)
    throw new MeshError('network.start_failed', { details: { process: plan.name } })
  writeProcessRecord(folder, { name: plan.name, pid, args: [...plan.args] })
  let hasEnded = false
  child.once('exit', () => {
    hasEnded = true
  })
  try {
    await untilServing(plan, () => !hasEnded)
  } catch (cause) {
    if (hasEnded) forgetProcess(folder, plan.name)
    throw startFailure(plan, { cause, logEnd })
  }
  child.unref()
  return 'started'
}

/** Asks the process to end, and ends it if it does not within `graceMs`. True if it was running. */
export async function stopProcess(
  folder: string,
  name: string,
  graceMs = 15_000,
): Promise<boolean> {
  const record = findRunning(folder, name)
  if (record === null) return false
  process.kill(record.pid, 'SIGTERM')
  const deadline = Date.now() + graceMs
  while (isRunning(record) && Date.now() < deadline) await wait(pollEveryMs)
  if (isRunning(record)) process.kill(record.pid, 'SIGKILL')
  while (isRunning(record)) await wait(pollEveryMs)
  forgetProcess(folder, name)
  return true
}

function spawnDetached({ args, logFile }: ProcessPlan): ChildProcess {
  mkdirSync(dirname(logFile), { recursive: true, mode: 0o700 })
  const log = openSync(logFile, 'a', 0o600)
  try {
    // In a session of its own: what ends this terminal does not end the network.
    return spawn(process.execPath, args, { detached: true, stdio: ['ignore', log, log] })
  } finally {
    closeSync(log)
  }
}

async function untilServing(plan: ProcessPlan, isAlive: () => boolean): Promise<void> {
  const deadline = Date.now() + startWithinMs
  while (!(await plan.isServing())) {
    if (!isAlive()) throw new MeshError('network.start_failed', { detail: 'the process ended' })
    if (Date.now() > deadline) {
      const detail = `${plan.name} does not serve after ${startWithinMs / 1000} s`
      throw new MeshError('network.start_failed', { detail })
    }
    await wait(pollEveryMs)
  }
}

/** What the process itself said last, if it said it with a code of ours. */
function startFailure(
  { name, logFile }: ProcessPlan,
  { cause, logEnd }: { cause: unknown; logEnd: number },
): MeshError {
  const said = /^([a-z_]+\.[a-z_]+): (.*)$/m.exec(readFrom(logFile, logEnd))
  const [, code, detail = ''] = said ?? []
  const details = { process: name, log: logFile }
  if (isErrorCode(code))
    return new MeshError(code, { detail: `${name}: ${detail}`, details, cause })
  return new MeshError('network.start_failed', { details, cause })
}

function logSize(path: string): number {
  try {
    const file = openSync(path, 'r')
    const { size } = fstatSync(file)
    closeSync(file)
    return size
  } catch {
    return 0 // no log yet
  }
}

function readFrom(path: string, offset: number): string {
  const file = openSync(path, 'r')
  try {
    const buffer = Buffer.alloc(Math.min(64 * 1024, Math.max(0, fstatSync(file).size - offset)))
    readSync(file, buffer, 0, buffer.length, offset)
    return buffer.toString('utf8')
  } finally {
    closeSync(file)
  }
}

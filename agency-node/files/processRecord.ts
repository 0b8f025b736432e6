import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const schema = z.strictObject({
  name: z.string(),
  pid: z.int().positive(),
  /** What was started, so that another process with the same number is never taken for it. */
  args: z.array(z.string()),
})
/** A process of the network that was started here and may be running. */
export type ProcessRecord = z.output<typeof schema>

/** Not flushed: what would lose the record, a power cut, ends the process too. */
export function writeProcessRecord(folder: string, record: ProcessRecord): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `${record.name}.json`)
  writeFileSync(`${path}.new`, JSON.stringify(record), { mode: 0o600 })
  renameSync(`${path}.new`, path)
}

/** Gives the record of a process that runs; forgets one that does not. */
export function findRunning(folder: string, name: string): ProcessRecord | null {
  const record = readRecord(join(folder, `${name}.json`))
  if (record !== null && isRunning(record)) return record
  forgetProcess(folder, name)
  return null
}

export function forgetProcess(folder: string, name: string): void {
  rmSync(join(folder, `${name}.json`), { force: true })
}

export function isRunning({ pid, args }: ProcessRecord): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  const commandLine = commandLineOf(pid)
  return commandLine === null || args.every((argument) => commandLine.includes(argument))
}

/** Names of all processes that were started here and not stopped. */
export function recordedProcesses(folder: string): string[] {
  try {
    const files = readdirSync(folder).filter((file) => file.endsWith('.json'))
    return files.map((file) => file.slice(0, -'.json'.length)).sort()
  } catch {
    return [] // nothing was ever started here
  }
}

/** Empty for a process that has ended and was not collected; null where the system does not tell. */
function commandLineOf(pid: number): string | null {
  try {
    if (process.platform === 'win32') return null
    if (process.platform === 'linux') {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    }
    return execFileSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { encoding: 'utf8' })
  } catch {
    return ''
  }
}

function readRecord(path: string): ProcessRecord | null {
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return null // absent, or torn by a full disk
  }
}

import { createHash } from 'node:crypto'
import { mkdir, open, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { canonicalJson, type JsonValue } from '@creditmesh/sdk/crypto/canonicalJson.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'

/** One thing that another party could learn, or a decision about it. No personal data. */
export interface AccountEntry {
  readonly event: 'approved' | 'withdrawn' | 'joined' | 'learned' | 'evaluated' | 'ended'
  readonly agreementId: string
  readonly sessionId?: string
  readonly [fact: string]: JsonValue | undefined
}

export interface KeptEntry extends AccountEntry {
  readonly atSec: number
  /** SHA-256 of the line before: one that is changed or taken out shows. */
  readonly previous: string
}

/** The privacy account of an agency: a file of JSON lines that is only ever added to. */
export interface AccountLog {
  append(entry: AccountEntry): Promise<void>
  entries(): Promise<readonly KeptEntry[]>
  /** Whether every line still follows from the one before. */
  isWhole(): Promise<boolean>
}

const beginning = '0'.repeat(64)

export function createAccountLog(path: string, nowSec: () => number): AccountLog {
  let last: Promise<string> | null = null
  const lines = async () => (await readLines(path)).filter((line) => line !== '')

  async function write(entry: AccountEntry, before: Promise<string>): Promise<string> {
    const previous = await before
    const line = canonicalJson({ ...entry, atSec: nowSec(), previous })
    await appendLine(path, line)
    return hashOf(line)
  }

  return {
    append(entry) {
      const before = last ?? lines().then((all) => hashOf(all.at(-1)))
      const written = write(entry, before)
      // A line that failed leaves the chain where it was.
      last = written.catch(() => before)
      return written.then(() => undefined)
    },
    entries: async () => (await lines()).flatMap(parsed),
    async isWhole() {
      const all = await lines()
      return all.every((line, at) => parsed(line)[0]?.previous === hashOf(all[at - 1]))
    },
  }
}

async function readLines(path: string): Promise<string[]> {
  try {
    return (await readFile(path, 'utf8')).split('\n')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw new MeshError('store.unavailable', { details: { path }, cause })
  }
}

async function appendLine(path: string, line: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await using file = await open(path, 'a+', 0o600)
    // A line that a crash cut off stays, ended.
    const { size } = await file.stat()
    const tail = Buffer.alloc(1)
    if (size > 0) await file.read(tail, 0, 1, size - 1)
    await file.appendFile(size > 0 && tail[0] !== 10 ? `\n${line}\n` : `${line}\n`)
    await file.sync()
  } catch (cause) {
    const isFull = (cause as NodeJS.ErrnoException).code === 'ENOSPC'
    throw new MeshError(isFull ? 'store.disk_full' : 'store.unavailable', {
      details: { path },
      cause,
    })
  }
}

function parsed(line: string): KeptEntry[] {
  try {
    return [JSON.parse(line) as KeptEntry] // written by this log
  } catch {
    return []
  }
}

function hashOf(line: string | undefined): string {
  return line === undefined ? beginning : createHash('sha256').update(line).digest('hex')
}

import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { dayName } from '../reading/calendar.ts'
import type { CallFolder } from './callFolder.ts'
import { callWords, type DaySpool } from './daySpool.ts'
import type { DayEntry } from './manifest.ts'
import { mergeRecords } from './mergeRecords.ts'
import { createRecordFile, type RecordFile, readRecords } from './records.ts'
import { sortCalls } from './sortCalls.ts'

export interface WrittenDays {
  /** All days of the folder, as they will be. */
  readonly days: readonly DayEntry[]
  readonly changed: readonly string[]
  readonly added: number
  readonly duplicates: number
}

export interface DayWriter {
  /** Writes what is in memory as sorted runs. */
  readonly spill: (spool: DaySpool) => Promise<void>
  /** Merges each day's file, its runs and what is in memory into its new file. */
  readonly finish: (spool: DaySpool) => Promise<WrittenDays>
}

/** `ids` gives the folder's ids of all numbers met so far. */
export function createDayWriter({ path, manifest }: CallFolder, ids: () => Uint32Array): DayWriter {
  const generation = manifest.generation + 1
  const before = new Map(manifest.days.map((entry) => [entry.day, entry]))
  const runs = new Map<number, RecordFile[]>()
  let given = 0
  let runNumber = 0
  const sorted = (calls: Uint32Array) => {
    given += calls.length / callWords
    translate(calls, ids())
    return sortCalls(calls)
  }
  const spillDay = async (day: number, calls: Uint32Array) => {
    const run = join(path, `day-${dayName(day)}.${generation}.${++runNumber}.run`)
    const records = sorted(calls)
    await writeRecords(run, [records], { isTemporary: true })
    const file = { path: run, words: callWords, records: records.length / callWords }
    runs.set(day, [...(runs.get(day) ?? []), file])
  }
  const writeDay = async (day: number, calls: Uint32Array | undefined): Promise<DayEntry> => {
    const old = before.get(day)
    const file = `day-${dayName(day)}.${generation}.calls`
    const parts = [
      ...(old === undefined ? [] : [readRecords(dayFile(path, old))]),
      ...(runs.get(day) ?? []).map(readRecords),
      ...(calls === undefined ? [] : [only(sorted(calls))]),
    ]
    const [single] = parts
    const rule = { words: callWords, keyWords: callWords, onEqual: 'drop' } as const
    const merged = parts.length === 1 && single !== undefined ? single : mergeRecords(parts, rule)
    const total = (await writeRecords(join(path, file), merged)) / callWords
    for (const run of runs.get(day) ?? []) await rm(run.path, { force: true })
    if (total !== old?.calls) return { day, calls: total, file }
    await rm(join(path, file), { force: true }) // nothing new
    return old
  }
  return {
    async spill(spool) {
      for (const [day, calls] of spool.drain()) await spillDay(day, calls)
    },
    async finish(spool) {
      const after = new Map(before)
      for (const [day, calls] of spool.drain()) after.set(day, await writeDay(day, calls))
      for (const day of runs.keys()) {
        if (after.get(day) === before.get(day)) after.set(day, await writeDay(day, undefined))
      }
      return summarise(before, after, given)
    },
  }
}

function summarise(
  before: ReadonlyMap<number, DayEntry>,
  after: ReadonlyMap<number, DayEntry>,
  given: number,
): WrittenDays {
  const days = [...after.values()].sort((one, other) => one.day - other.day)
  const changed = days.filter((entry) => before.get(entry.day) !== entry)
  const added = changed.reduce(
    (sum, { day, calls }) => sum + calls - (before.get(day)?.calls ?? 0),
    0,
  )
  const names = changed.map(({ day }) => dayName(day))
  return { days, changed: names, added, duplicates: given - added }
}

export function dayFile(folder: string, { file, calls }: DayEntry): RecordFile {
  return { path: join(folder, file), words: callWords, records: calls }
}

function translate(calls: Uint32Array, ids: Uint32Array): void {
  for (let at = 0; at < calls.length; at += callWords) {
    calls[at] = ids[calls[at] as number] as number
    calls[at + 1] = ids[calls[at + 1] as number] as number
  }
}

async function* only(records: Uint32Array): AsyncGenerator<Uint32Array> {
  yield records
}

/** Gives the words written. */
async function writeRecords(
  path: string,
  blocks: Iterable<Uint32Array> | AsyncIterable<Uint32Array>,
  options: { readonly isTemporary?: boolean } = {},
): Promise<number> {
  const writer = await createRecordFile(path, options)
  let words = 0
  try {
    for await (const block of blocks) {
      await writer.write(block)
      words += block.length
    }
  } finally {
    await writer.close()
  }
  return words
}

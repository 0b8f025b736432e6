import { MeshError } from '@creditmesh/sdk/errors.ts'
import { dayNamed } from './calendar.ts'
import type { CallLayout, Role } from './callLayout.ts'

/** What a person says about a file of calls; what is left out is found out, or has the default given. */
export interface LayoutOptions {
  /** By the file's ending: .jsonl and .ndjson are JSON Lines. */
  readonly format?: 'csv' | 'jsonl'
  /** One ASCII character; a comma. */
  readonly delimiter?: string
  /** False: the columns are named by their position, from 1. */
  readonly hasHeader?: boolean
  /** Which column is what: start, or date and time; duration, from, to. Names may be left out where they speak for themselves. */
  readonly columns?: Readonly<Partial<Record<ColumnUse, string>>>
  /** The day, yyyy-mm-dd, at whose midnight counted seconds begin; 1970-01-01. */
  readonly epoch?: string
  /** Minutes by which the local clock leads UTC, for times with a zone and counted seconds; 0. */
  readonly utcOffsetMinutes?: number
  /** The negative duration that means that nobody answered, such as -1. */
  readonly missedDuration?: number
  /** Takes a last line without a line feed for whole. */
  readonly acceptsUnterminated?: boolean
}

export type ColumnUse = 'start' | 'date' | 'time' | 'duration' | 'from' | 'to'
export const columnUses: readonly ColumnUse[] = ['start', 'date', 'time', 'duration', 'from', 'to']

/** Names that speak for themselves, in lower case and without anything but letters. */
const usualNames: Readonly<Record<ColumnUse, readonly string[]>> = {
  start: ['start', 'timestamp', 'datetime', 'starttime', 'callstart', 'startedat', 'seconds'],
  date: ['date', 'calldate', 'startdate', 'callstartdate'],
  time: ['time', 'calltime', 'callstarttime'],
  duration: ['duration', 'callduration', 'durationsec', 'calldurationsec', 'durationseconds'],
  from: ['from', 'caller', 'fromnumber', 'callingnumber', 'source'],
  to: ['to', 'callee', 'tonumber', 'callednumber', 'recipient', 'target'],
}

/** The beginning of a file as text, from which the rest is found out. */
export interface FileHead {
  /** Names of the columns or members of the first line; without a header, as many numbers as there are fields. */
  readonly names: readonly string[]
  /** What the first lines say in this column or member. */
  readonly samples: (name: string) => readonly string[]
}

/** Decides how to read a file. Throws `usage.invalid` naming what is missing, never what the file holds. */
export function layoutOf(
  format: 'csv' | 'jsonl',
  head: FileHead,
  options: LayoutOptions = {},
): CallLayout {
  const uses = usesOf(head.names, options.columns ?? {})
  const rules = {
    utcOffsetSec: utcOffsetOf(options.utcOffsetMinutes ?? 0),
    epochDay: epochDayOf(options.epoch),
    missedDuration: options.missedDuration ?? null,
    acceptsUnterminated: options.acceptsUnterminated ?? false,
  }
  const roleOf = (use: ColumnUse, name: string): Role => {
    if (use !== 'start') return use
    const samples = head.samples(name)
    const counted = samples.filter((text) => /^\s*\d{1,10}(\.\d*)?\s*$/.test(text))
    return 2 * counted.length > samples.length ? 'seconds' : 'moment'
  }
  if (format === 'jsonl') {
    const members = [...uses].map(([use, name]) => [name, roleOf(use, name)] as const)
    return { format, members, ...rules }
  }
  const useOf = new Map([...uses].map(([use, name]) => [name, use]))
  const roles = head.names.map((name) => {
    const use = useOf.get(name)
    return use === undefined ? 'skip' : roleOf(use, name)
  })
  return { format, roles, delimiter: delimiterOf(options.delimiter ?? ','), ...rules }
}

function usesOf(names: readonly string[], given: Partial<Record<ColumnUse, string>>) {
  const uses = new Map<ColumnUse, string>()
  for (const use of columnUses) {
    const name = given[use] ?? usualIn(names, use)
    if (name === undefined) continue
    if (names.filter((each) => each === name).length !== 1) {
      throw wrong(`the column for ${use} does not occur, or not once`)
    }
    uses.set(use, name)
  }
  // A column called time beside one called date is a part of the beginning; alone it is all of it.
  if (uses.has('start') && given.start === undefined && uses.has('date') && uses.has('time'))
    uses.delete('start')
  const time = uses.get('time')
  if (!uses.has('start') && !uses.has('date') && time !== undefined) uses.set('start', time)
  if (uses.has('start')) for (const part of ['date', 'time'] as const) uses.delete(part)
  requireUses(uses)
  return uses
}

function requireUses(uses: ReadonlyMap<ColumnUse, string>): void {
  const start = uses.has('start') ? (['start'] as const) : (['date', 'time'] as const)
  const lacking = [...start, 'duration', 'from', 'to'].find((use) => !uses.has(use as ColumnUse))
  if (lacking !== undefined)
    throw wrong(
      `no column is known for ${lacking === 'date' ? 'start, or date and time' : lacking}; name it with --columns`,
    )
  if (new Set(uses.values()).size !== uses.size) throw wrong('one column is named for two uses')
}

function usualIn(names: readonly string[], use: ColumnUse): string | undefined {
  return names.find((name) =>
    usualNames[use].includes(name.toLowerCase().replaceAll(/[^a-z]/g, '')),
  )
}

export function delimiterOf(text: string): number {
  const code = text === '\\t' ? 9 : text.charCodeAt(0)
  if ((text.length === 1 || text === '\\t') && code < 128 && !/[\w"\r\n.+:-]/.test(text))
    return code
  throw wrong('a delimiter is one ASCII sign that no field holds')
}

function epochDayOf(epoch = '1970-01-01'): number {
  const number = dayNamed(epoch)
  if (number >= 0) return number
  throw wrong('the epoch is a day from 1970 on, yyyy-mm-dd')
}

function utcOffsetOf(minutes: number): number {
  if (Number.isInteger(minutes) && Math.abs(minutes) <= 14 * 60) return minutes * 60
  throw wrong('clocks lead UTC by at most 14 hours')
}

function wrong(detail: string): MeshError {
  return new MeshError('usage.invalid', { detail })
}

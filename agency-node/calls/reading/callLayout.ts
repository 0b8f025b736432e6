import type { ClockRule } from './times.ts'

/** What a column says. A date and a time go together; the others hold all of it. */
export type Role = 'skip' | 'seconds' | 'moment' | 'date' | 'time' | 'duration' | 'from' | 'to'

/** Codes of the roles in the order of the columns, for the inner loop. */
export const roleCodes: Readonly<Record<Role, number>> = {
  ...{ skip: 0, seconds: 1, moment: 2, date: 3, time: 4, duration: 5, from: 6, to: 7 },
}

interface ValueRules extends ClockRule {
  /** The negative duration that says that nobody answered; such a line is counted and is no reject. */
  readonly missedDuration: number | null
  /** Takes a last line without a line feed for whole. */
  readonly acceptsUnterminated: boolean
}

export interface CsvLayout extends ValueRules {
  readonly format: 'csv'
  /** One ASCII character. */
  readonly delimiter: number
  /** What each column says, all of them. */
  readonly roles: readonly Role[]
}

export interface JsonLinesLayout extends ValueRules {
  readonly format: 'jsonl'
  /** The member that says it, for each role but skip. */
  readonly members: readonly (readonly [name: string, role: Role])[]
}

/** How to read a file of calls, everything decided. */
export type CallLayout = CsvLayout | JsonLinesLayout

import { invalid } from '../labels.ts'

/** Calls as columns of one length, a call a row. */
export interface CallRecords {
  /** Start of each call, in seconds of the local clock; second 0 is a midnight. */
  readonly seconds: Float64Array
  /** Who called and who was called, as numbered nodes. */
  readonly from: Uint32Array
  readonly to: Uint32Array
  /** Seconds; below 0 for a call that was missed. */
  readonly durations: Float64Array
}

/** Calls below five seconds are dropped (the paper, section 4.2): nobody spoke, or a machine did. */
export const defaultMinSeconds = 5

export interface KeepRule {
  /** Calls shorter than this are dropped; at least 0, so that missed calls (-1) never count. */
  readonly minSeconds?: number
}

/** Of two people, and long enough. */
export function isKept({ from, to, durations }: CallRecords, row: number, minSeconds: number) {
  return from[row] !== to[row] && (durations[row] as number) >= minSeconds
}

/** The shortest call that counts. Throws `analysis.invalid_input` where missed calls would. */
export function minSecondsOf({ minSeconds = defaultMinSeconds }: KeepRule): number {
  if (minSeconds >= 0 && minSeconds < Infinity) return minSeconds
  throw invalid('The shortest call that counts has at least 0 seconds.')
}

/** Refuses columns of several lengths, times and durations that are no numbers, and nodes outside 0 to nodes - 1. */
export function requireCalls(calls: CallRecords, nodes: number): void {
  const { seconds, from, to, durations } = calls
  const rows = seconds.length
  if (from.length !== rows || to.length !== rows || durations.length !== rows) {
    throw invalid('The columns of the calls have several lengths.')
  }
  for (let row = 0; row < rows; row++) {
    if (!Number.isFinite(seconds[row]) || !Number.isFinite(durations[row])) {
      throw invalid(`The time or duration of call ${row} is not a finite number.`)
    }
    if ((from[row] as number) >= nodes || (to[row] as number) >= nodes) {
      throw invalid(`Call ${row} names a node outside 0 to ${nodes - 1}.`)
    }
  }
}

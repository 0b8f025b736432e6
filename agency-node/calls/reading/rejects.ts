/** Why a line gave no call. Each is a rule that holds for every file; none quotes the line. */
export const rejectReasons = [
  /** Another number of fields than the header, or than the columns named. */
  'columns',
  /** A quotation mark that is never closed, or text behind one that is. */
  'quotes',
  /** Not one flat JSON object with each member once. */
  'json',
  /** The last line of a file without a line feed: its end may be missing. */
  'unterminated',
  /** A line of more than a megabyte. */
  'line_too_long',
  'start_missing',
  /** No such day or hour, before 1970 or after 2099, or in another form. */
  'start_impossible',
  'duration_missing',
  'duration_negative',
  /** No number of seconds nor h:mm:ss, or longer than a week. */
  'duration_impossible',
  'number_missing',
  /** Letters, or signs that no telephone number has. */
  'number_strange',
  /** More than the fifteen digits of E.164. */
  'number_too_long',
] as const

export type RejectReason = (typeof rejectReasons)[number]

export interface Reject {
  /** From 1, the header among them. */
  readonly line: number
  readonly reason: RejectReason
}

/** What parsers give back beside their value: 0 is fine, n the reason n - 1. */
export type Verdict = number

export function verdict(reason: RejectReason): Verdict {
  return rejectReasons.indexOf(reason) + 1
}

export function reasonOf(given: Verdict): RejectReason {
  return rejectReasons[given - 1] as RejectReason // verdicts are made of reasons
}

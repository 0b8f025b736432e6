import { type ErrorDetails, MeshError } from '@creditmesh/sdk/errors.ts'

/** Why a line was refused; stable, so that a program can count and branch. */
export type LineFault =
  | 'too_long'
  | 'not_utf8'
  | 'not_json'
  | 'too_deep'
  | 'duplicate_key'
  | 'forbidden_key'
  | 'schema'
  | 'columns'
  | 'not_a_number'
  | 'out_of_range'
  | 'mixed_subjects'
  | 'duplicate_record'
  | 'empty'

/** What is wrong, to be read after the field's name. */
const faults: Readonly<Record<LineFault, string>> = {
  too_long: 'is longer than a line may be',
  not_utf8: 'is not UTF-8',
  not_json: 'is not JSON',
  too_deep: 'is nested too deep',
  duplicate_key: 'names a member twice',
  forbidden_key: 'has a member with a reserved name',
  schema: 'does not fit UCR 1.0',
  columns: 'has another number of columns than the header',
  not_a_number: 'is no whole number',
  out_of_range: 'is outside the range of the data set',
  mixed_subjects: 'is of another person than the rest of the line',
  duplicate_record: 'is the same for two records',
  empty: 'holds nothing of the person',
}

const remedies: Readonly<Record<LineFault, string>> = {
  too_long: 'Split the subject, or raise the limit of a line.',
  not_utf8: 'Write the file as UTF-8.',
  not_json: 'Write one JSON object a line.',
  too_deep: 'Nest no deeper than the record standard does.',
  duplicate_key: 'Name each member of an object once.',
  forbidden_key: 'Leave out names that JavaScript reserves.',
  schema: 'Write the field as UCR 1.0 says.',
  columns: 'Give every column of the header, separated by commas.',
  not_a_number: 'Write a whole number.',
  out_of_range: 'Use a value that the data set defines.',
  mixed_subjects: 'Put records of one person only on a line.',
  duplicate_record: 'Give each record of the line its own recordId.',
  empty: 'Give an identity or at least one record.',
}

/** The error for a line that cannot be imported. `detail` must not quote a value: values are personal. */
export function lineError(
  reason: LineFault,
  { detail, field, ...more }: { detail?: string; field?: string } & ErrorDetails = {},
): MeshError {
  const details = { reason, ...(field === undefined ? {} : { field }), ...more }
  const subject = field ?? 'the line'
  return new MeshError('import.line_invalid', {
    detail: detail ?? `${subject} ${faults[reason]}${boundsOf(more)}`,
    details,
  })
}

/** What was expected, of the schema and never of the line. */
function boundsOf({ min, max, expected, found }: ErrorDetails): string {
  if (min !== undefined && max !== undefined) return ` (${min} to ${max})`
  return expected === undefined ? '' : ` (${found} in the place of ${expected})`
}

/** What an import tells about a line that it refused. */
export interface LineProblem {
  readonly line: number
  readonly code: 'import.line_invalid' | 'record.rejected'
  /** A `LineFault`, or the id of the rule that blocks the record. */
  readonly reason: string
  readonly field: string | null
  readonly message: string
  readonly action: string
}

/** Describes a refused line. What is not about the line (the disk, a bug) is thrown again. */
export function describeProblem(line: number, thrown: unknown): LineProblem {
  if (!(thrown instanceof MeshError)) throw thrown
  const { code, details, detail } = thrown
  const field = typeof details.field === 'string' ? details.field : null
  if (code === 'record.rejected') {
    const reason = String(details.rule)
    return { line, code, reason, field, message: detail, action: thrown.suggestedAction }
  }
  if (code !== 'import.line_invalid' && code !== 'input.invalid') throw thrown
  const reason = isLineFault(details.reason) ? details.reason : 'schema'
  const action = remedies[reason]
  return { line, code: 'import.line_invalid', reason, field, message: detail, action }
}

function isLineFault(reason: unknown): reason is LineFault {
  return typeof reason === 'string' && Object.hasOwn(remedies, reason)
}

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
  return new MeshError('import.line_invalid', {
    detail: detail ?? (field === undefined ? reason : `${reason}: ${field}`),
    details,
  })
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

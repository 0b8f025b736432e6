import type { z } from 'zod'

/**
 * What a schema expected where a value did not fit, in words. zod's own messages and inputs may quote the value, and a
 * value may be personal: only what the schema itself says is repeated.
 */
export function issueWords(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return isMissing(issue) ? 'is missing' : `must be ${kinds[issue.expected] ?? issue.expected}`
    case 'unrecognized_keys':
      return 'is not a member that the schema knows'
    case 'invalid_value':
      return `must be ${oneOf(issue.values.map(String))}`
    case 'too_small':
      return `must ${measureOf(issue.origin)} at least ${issue.minimum}${unitOf(issue.origin)}`
    case 'too_big':
      return `must ${measureOf(issue.origin)} at most ${issue.maximum}${unitOf(issue.origin)}`
    case 'invalid_format':
      return formats[issue.format] ?? 'is not written as the schema asks'
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`
    case 'custom':
      return issue.message // a sentence of ours: a refinement of one of our schemas
    default:
      return 'fits none of the forms that the schema knows'
  }
}

// zod tells it in the message alone; of a value it names no more than the type.
function isMissing({ message }: z.core.$ZodIssue): boolean {
  return message.endsWith('received undefined')
}

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  bigint: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
  null: 'null',
}

const formats: Readonly<Record<string, string>> = {
  date: 'must be a day, as YYYY-MM-DD',
  datetime: 'must be a time in ISO 8601',
  url: 'must be a URL',
}

const shownValues = 12

function oneOf(values: readonly string[]): string {
  const [only] = values
  if (values.length === 1) return String(only)
  const more = values.length > shownValues ? `, and ${values.length - shownValues} more` : ''
  return `one of ${values.slice(0, shownValues).join(', ')}${more}`
}

function measureOf(origin: string): string {
  return unitOf(origin) === '' ? 'be' : 'have'
}

function unitOf(origin: string): string {
  if (origin === 'string') return ' characters'
  return origin === 'array' || origin === 'set' ? ' entries' : ''
}

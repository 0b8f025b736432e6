import { type Identifier, normaliseIdentifier } from '@creditmesh/sdk/crypto/identifiers.ts'
import { issueWords } from '@creditmesh/sdk/wire/issueWords.ts'
import { identityRecordSchema, ucrRecordSchema } from '@creditmesh/sdk/wire/records/record.ts'
import { z } from 'zod'
import type { RecordFormat } from './format.ts'
import { outcomeSchema, protectedAttributesSchema } from './outcomes.ts'
import type { ParsedSubject } from './parsedSubject.ts'
import { lineError } from './problem.ts'
import type { Referencer } from './reference.ts'
import { parseStrictJson } from './strictJson.ts'

/**
 * UCR JSON Lines: one person a line. Identity has its own member because it has its own detail level and its own
 * seal; outcome and protected attributes have theirs because they are not part of a credit record.
 */
export const subjectLineSchema = z.strictObject({
  identifier: z.strictObject({ country: z.string(), type: z.string(), value: z.string() }),
  identity: identityRecordSchema.optional(),
  records: z.array(ucrRecordSchema).max(10_000),
  outcome: outcomeSchema.optional(),
  protectedAttributes: protectedAttributesSchema.optional(),
})
export type SubjectLine = z.infer<typeof subjectLineSchema>

// line > records > record > payload > paymentHistory > month, or ext > member > array: seven; one to spare.
const maxDepth = 8

export const jsonLines: RecordFormat = {
  name: 'ucr-json-lines',
  hasHeader: false,
  open: (_header, { referencer }) => {
    return (text) => toSubject(parseLine(text), referencer)
  },
}

function parseLine(text: string): SubjectLine {
  const parsed = subjectLineSchema.safeParse(parseStrictJson(text, maxDepth))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const field = issue === undefined ? '' : fieldOf(issue)
  const words = issue === undefined ? 'is not valid' : issueWords(issue)
  throw lineError('schema', { field, detail: `${field || 'the line'} ${words}` })
}

// zod's own messages may quote a value; a name that is not in the schema is told only if it reads like one.
function fieldOf(issue: z.core.$ZodIssue): string {
  const path = issue.path.map(String)
  if (issue.code !== 'unrecognized_keys') return path.join('.')
  const [name = ''] = issue.keys
  return [...path, /^[a-z][A-Za-z_]{0,39}$/.test(name) ? name : '?'].join('.')
}

function toSubject(line: SubjectLine, referencer: Referencer): ParsedSubject {
  const canonicalIdentifier = normaliseIdentifier(line.identifier)
  requireOnePerson(line)
  const subjectRef = referencer('subject', canonicalIdentifier)
  const { identity, outcome, protectedAttributes } = line
  return {
    canonicalIdentifier,
    identifier: parseCanonical(canonicalIdentifier),
    subjectRef,
    ...(identity === undefined ? {} : { identity: { ...identity, subjectRef } }),
    records: line.records.map((record) => ({ ...record, subjectRef })),
    ...(outcome === undefined ? {} : { outcome }),
    ...(protectedAttributes === undefined ? {} : { protectedAttributes }),
  }
}

function requireOnePerson({ identity, records }: SubjectLine): void {
  const all = identity === undefined ? records : [identity, ...records]
  const [first] = all
  if (first === undefined) throw lineError('empty', { field: 'records' })
  const identityAt = records.findIndex(({ category }) => category === 'identity')
  if (identityAt >= 0) throw lineError('schema', { field: `records.${identityAt}.category` })
  if (all.some((record) => record.subjectRef !== first.subjectRef)) {
    throw lineError('mixed_subjects', { field: 'records.subjectRef' })
  }
  if (new Set(all.map(({ recordId }) => recordId)).size < all.length) {
    throw lineError('duplicate_record', { field: 'records.recordId' })
  }
}

function parseCanonical(canonical: string): Identifier {
  const [country = '', type = '', value = ''] = canonical.split('|')
  return { country, type, value }
}

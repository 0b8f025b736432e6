import { MeshError } from '@creditmesh/sdk/errors.ts'
import { issueWords } from '@creditmesh/sdk/wire/issueWords.ts'
import { parseWith } from '@creditmesh/sdk/wire/json.ts'
import { expect, test } from 'vitest'
import { z } from 'zod'

const secret = 'SECRET-19720526'
const schema = z.strictObject({
  name: z.string().min(3).max(40).optional(),
  age: z.int().min(0).max(120).optional(),
  kind: z.enum(['CARD', 'LOAN']).optional(),
  born: z.iso.date().optional(),
  code: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  months: z.array(z.string()).max(2).optional(),
  either: z.union([z.number(), z.boolean()]).optional(),
  step: z.number().multipleOf(5).optional(),
  order: z
    .array(z.int())
    .refine((list) => list[0] === 1, 'must begin with 1')
    .optional(),
})

test.each([
  [{ name: 1 }, 'must be text'],
  [{ name: 'x' }, 'must have at least 3 characters'],
  [{ name: secret.repeat(9) }, 'must have at most 40 characters'],
  [{ age: secret }, 'must be a number'],
  [{ age: 1.5 }, 'must be a whole number'],
  [{ age: 1e300 }, 'must be at most 9007199254740991'],
  [{ age: 200 }, 'must be at most 120'],
  [{ kind: secret }, 'must be one of CARD, LOAN'],
  [{ born: secret }, 'must be a day, as YYYY-MM-DD'],
  [{ code: secret }, 'is not written as the schema asks'],
  [{ months: [secret, secret, secret] }, 'must have at most 2 entries'],
  [{ either: secret }, 'fits none of the forms that the schema knows'],
  [{ step: 7 }, 'must be a multiple of 5'],
  [{ order: [2] }, 'must begin with 1'],
  [{ [secret]: 1 }, 'is not a member that the schema knows'],
])('error: %j %s', (value, words) => {
  const [issue] = schema.safeParse(value).error?.issues ?? []
  expect(issue && issueWords(issue)).toBe(words)
  expect(words).not.toContain(secret)
})

test('error: a member that is missing is said to be missing, and the field is named', () => {
  const parse = () => parseWith(z.object({ grant: z.object({ summary: z.string() }) }), {})
  expect(parse).toThrow(
    expect.objectContaining({ code: 'input.invalid', detail: 'field "grant" is missing' }),
  )
  expect(() => parseWith(z.string(), 7)).toThrow(MeshError)
  expect(() => parseWith(z.string(), 7)).toThrow(/the whole of it must be text/)
})

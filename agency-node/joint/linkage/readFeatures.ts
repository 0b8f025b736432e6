import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { LinkageAgreement } from '@creditmesh/sdk/wire/joint/agreement.ts'
import { parseWith } from '@creditmesh/sdk/wire/json.ts'
import { identifierSchema } from '@creditmesh/sdk/wire/messages.ts'
import { z } from 'zod'
import type { PersonFeatures } from '../world.ts'

/** One person a line: an identifier, and what is known of her by name; null is missing. */
const lineSchema = z.strictObject({
  identifier: identifierSchema,
  features: z.record(z.string(), z.number().nullable()),
})

/**
 * Reads JSON Lines of people with the agreed columns; other columns are left out. Throws `file.not_found`, or `input.invalid`
 * with the number of the line, never its content.
 */
export async function readFeatures(
  path: string,
  { columns, maxHolderElements }: LinkageAgreement,
): Promise<readonly PersonFeatures[]> {
  await stat(path).catch((cause: unknown) => {
    throw new MeshError('file.not_found', { details: { path }, cause })
  })
  const people: PersonFeatures[] = []
  let line = 0
  for await (const text of createInterface({
    input: createReadStream(path),
    crlfDelay: Infinity,
  })) {
    line += 1
    if (text.trim() === '') continue
    people.push(personOf(text, { line, columns }))
    if (people.length > maxHolderElements) {
      throw new MeshError('joint.not_allowed', { details: { check: 'elements' } })
    }
  }
  return people
}

function personOf(
  text: string,
  { line, columns }: { readonly line: number; readonly columns: readonly string[] },
): PersonFeatures {
  const refuse = () =>
    new MeshError('input.invalid', { detail: `line ${line} is malformed`, details: { line } })
  let parsed: z.output<typeof lineSchema>
  try {
    parsed = parseWith(lineSchema, JSON.parse(text))
  } catch {
    throw refuse() // the parser's own message quotes the text
  }
  const { identifier, features } = parsed
  const values = columns.map((name) => {
    if (!Object.hasOwn(features, name)) throw refuse()
    return features[name] ?? Number.NaN
  })
  return { identifier, values: Float64Array.from(values) }
}

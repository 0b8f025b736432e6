import { MeshError } from '@creditmesh/sdk/errors.ts'
import { parseWith } from '@creditmesh/sdk/wire/json.ts'
import type { z } from 'zod'
import { readIfPresent } from '../files/atomicFile.ts'

/** Reads a JSON file by a schema. Throws `file.not_found`, or `input.invalid` naming the field and not its value. */
export async function readJsonFile<T extends z.ZodType>(
  path: string,
  schema: T,
): Promise<z.output<T>> {
  const text = await readIfPresent(path)
  if (text === null) throw new MeshError('file.not_found', { details: { path } })
  return parseWith(schema, parse(text, path))
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The parser's own words quote the file.
    throw new MeshError('input.invalid', { detail: 'the file is not JSON', details: { path } })
  }
}

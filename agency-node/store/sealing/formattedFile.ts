import { MeshError } from '@creditmesh/sdk/errors.ts'
import { z } from 'zod'
import { createAtomically, readIfPresent, writeAtomically } from '../../files/atomicFile.ts'

const formatSchema = z.object({ format: z.int() })

/**
 * Reads a JSON file that says its format. Throws `file.not_found`, `store.format_unknown` if the format is another,
 * `store.corrupt` if it cannot be read.
 */
export async function readFormattedFile<T extends z.ZodType>(
  path: string,
  { format, schema }: { format: number; schema: T },
): Promise<z.output<T>> {
  const text = await readIfPresent(path)
  if (text === null) throw new MeshError('file.not_found', { details: { path } })
  const value = parseJson(text, path)
  const found = formatSchema.safeParse(value).data?.format
  if (found !== undefined && found !== format) {
    throw new MeshError('store.format_unknown', { details: { path, format: found, known: format } })
  }
  try {
    return schema.parse(value)
  } catch {
    throw unreadable(path)
  }
}

/**
 * Writes a JSON file whole, flushed, readable by its owner alone. Throws `config.invalid` if it exists and may not be
 * replaced, `store.disk_full`, `store.unavailable`.
 */
export async function writeJsonFile(
  path: string,
  value: object,
  { replace }: { replace: boolean },
): Promise<void> {
  const text = `${JSON.stringify(value, null, 2)}\n`
  if (replace) return writeAtomically(path, text)
  try {
    await createAtomically(path, text)
  } catch (cause) {
    if (!(cause instanceof MeshError) || cause.code !== 'store.conflict') throw cause
    const detail = 'the file exists already and is not replaced'
    throw new MeshError('config.invalid', { detail, details: { path }, cause })
  }
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw unreadable(path) // without the cause: a parser's message quotes what it read
  }
}

function unreadable(path: string): MeshError {
  return new MeshError('store.corrupt', { detail: 'a file cannot be read', details: { path } })
}

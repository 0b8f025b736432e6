import { MeshError } from '@creditmesh/sdk/errors.ts'
import { z } from 'zod'
import { readTextFile } from './atomicFile.ts'

const formatSchema = z.object({ format: z.int() })

/**
 * Reads a JSON file that says its format. Throws `file.not_found`, `store.format_unknown` if the format is another,
 * `store.corrupt` if it cannot be read.
 */
export async function readFormattedFile<T extends z.ZodType>(
  path: string,
  { format, schema }: { format: number; schema: T },
): Promise<z.output<T>> {
  const value = parseJson(await readTextFile(path), path)
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

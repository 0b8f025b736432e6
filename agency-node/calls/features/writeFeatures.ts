import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileError } from '../../files/atomicFile.ts'
import type { FeatureTable } from './callFeatures.ts'

/** Writes lines to a file that appears whole or not at all, readable by its owner alone. */
export async function writeLines(path: string, lines: Iterable<string>): Promise<void> {
  const partial = `${path}.partial`
  try {
    await rm(partial, { force: true })
    await pipeline(Readable.from(lines), createWriteStream(partial, { mode: 0o600 }))
    await rename(partial, path)
  } catch (cause) {
    await rm(partial, { force: true })
    throw fileError(path, cause)
  }
}

/** A header and a row a subject; or by the name's ending .jsonl an object a subject. */
export function* featureLines(
  { ids, columns }: FeatureTable,
  format: 'csv' | 'jsonl',
): Generator<string> {
  if (format === 'csv') yield `${['id', ...columns.map(({ name }) => name)].join(',')}\n`
  for (const [row, id] of ids.entries()) {
    if (format === 'csv') yield `${[id, ...columns.map(({ values }) => values[row])].join(',')}\n`
    else {
      const features = Object.fromEntries(columns.map(({ name, values }) => [name, values[row]]))
      yield `${JSON.stringify({ id, ...features })}\n`
    }
  }
}

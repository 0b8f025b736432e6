import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { z } from 'zod'
import { fileError, isMissing, writeAtomically } from '../../files/atomicFile.ts'

const count = z.int().min(0)
const dayEntry = z.strictObject({
  /** Since 1970-01-01 of the local calendar. */
  day: count,
  calls: count,
  file: z.string().regex(/^day-\d{4}-\d{2}-\d{2}\.\d+\.calls$/),
})
export type DayEntry = z.output<typeof dayEntry>

/** `calls.json`: which files of the folder count. It is replaced whole, so a build that breaks off has changed nothing. */
const manifestSchema = z.strictObject({
  format: z.literal('creditmesh/calls/1'),
  keyCheck: z.string(),
  /** Goes up with every build that changed something. */
  generation: count,
  numbers: count,
  days: z.array(dayEntry),
})
export type Manifest = z.output<typeof manifestSchema>

const fileName = 'calls.json'

/** Null where the folder holds no calls yet. Throws `store.format_unknown`, `store.corrupt`. */
export async function readManifest(folder: string): Promise<Manifest | null> {
  const path = join(folder, fileName)
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (cause) {
    if (isMissing(cause)) return null
    throw fileError(path, cause)
  }
  const parsed = parse(text, path)
  const { success, data } = manifestSchema.safeParse(parsed)
  if (success) return data
  const format = (parsed as { format?: unknown } | null)?.format
  const isOther = typeof format === 'string' && format !== 'creditmesh/calls/1'
  throw new MeshError(isOther ? 'store.format_unknown' : 'store.corrupt', { details: { path } })
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new MeshError('store.corrupt', { details: { path } })
  }
}

export function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  return writeAtomically(join(folder, fileName), `${JSON.stringify(manifest, null, 1)}\n`)
}

import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type QueryEntry,
  type QueryJournal,
  queryEntrySchema,
} from '@creditmesh/sdk/client/lender/queryEntry.ts'
import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { parseWith, toJson } from '@creditmesh/sdk/wire/json.ts'
import {
  createAtomically,
  fileError,
  isMissing,
  readIfPresent,
  writeAtomically,
} from './atomicFile.ts'

const fileName = /^([0-9a-f]{64})\.json$/

/**
 * Keeps a lender's queries in a folder, a file each, readable by its owner alone: it holds what people disclosed.
 * Each write is flushed before it resolves; a kill leaves the entry as it was or as it was to be.
 */
export function queryJournalIn(folder: string): QueryJournal {
  const pathOf = (id: Hex) => join(folder, `${id.slice(2)}.json`)
  return {
    append: (entry) => createAtomically(pathOf(entry.id), spell(entry)),
    put: (entry) => writeAtomically(pathOf(entry.id), spell(entry)),
    get: (id) => read(pathOf(id)),
    async list() {
      const entries = await Promise.all((await idsIn(folder)).map((id) => read(pathOf(id))))
      return entries
        .filter((entry) => entry !== null)
        .sort((one, other) => one.createdAt - other.createdAt)
    },
  }
}

function spell(entry: QueryEntry): string {
  return `${JSON.stringify(toJson(entry))}\n`
}

async function read(path: string): Promise<QueryEntry | null> {
  const text = await readIfPresent(path)
  if (text === null) return null
  try {
    return parseWith(queryEntrySchema, JSON.parse(text))
  } catch (cause) {
    throw new MeshError('store.corrupt', { details: { path }, cause })
  }
}

async function idsIn(folder: string): Promise<Hex[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    if (isMissing(cause)) return []
    throw fileError(folder, cause)
  })
  return names
    .map((name) => fileName.exec(name)?.[1])
    .filter((id) => id !== undefined)
    .map((id): Hex => `0x${id}`)
}

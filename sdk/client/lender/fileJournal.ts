import { MeshError } from '../../errors.ts'
import { parseWith, toJson } from '../../wire/json.ts'
import { type FileSystem, openDurableFolder } from '../durableFiles.ts'
import { type QueryEntry, type QueryJournal, queryEntrySchema } from './queryEntry.ts'

const fileName = /^([0-9a-f]{64})\.json$/

/**
 * A lender's journal in a folder, a file for each query, as the command line keeps it. Each write is flushed before it
 * resolves; a kill leaves an entry as it was or as it was to be. `fs` is the module `node:fs/promises`.
 */
export function createFileJournal(folder: string, fs: FileSystem): QueryJournal {
  const files = openDurableFolder(folder, fs)
  const nameOf = (id: string) => `${id.slice(2)}.json`
  const get = async (id: string): Promise<QueryEntry | null> => {
    const text = await files.read(nameOf(id))
    return text === null ? null : parse(text, `${folder}/${nameOf(id)}`)
  }
  return {
    append: (entry) => files.create(nameOf(entry.id), spell(entry)),
    put: (entry) => files.replace(nameOf(entry.id), spell(entry)),
    get,
    async list() {
      const ids = (await files.names()).flatMap((name) => fileName.exec(name)?.[1] ?? [])
      const entries = await Promise.all(ids.map((id) => get(`0x${id}`)))
      return entries
        .filter((entry) => entry !== null)
        .sort((one, other) => one.createdAt - other.createdAt)
    },
  }
}

function spell(entry: QueryEntry): string {
  return `${JSON.stringify(toJson(entry))}\n`
}

function parse(text: string, path: string): QueryEntry {
  try {
    return parseWith(queryEntrySchema, JSON.parse(text))
  } catch (cause) {
    throw new MeshError('store.corrupt', { details: { path }, cause })
  }
}

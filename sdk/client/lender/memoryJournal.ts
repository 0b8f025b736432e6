import { MeshError } from '../../errors.ts'
import { decodeMessage, encodeMessage } from '../../wire/json.ts'
import { type QueryEntry, type QueryJournal, queryEntrySchema } from './queryEntry.ts'

/**
 * A journal that lasts as long as the program: for trying things out and for tests. Who is killed with it loses the
 * means to read answers that are paid for, and to take escrows back.
 */
export function createMemoryJournal(): QueryJournal {
  const encoded = new Map<string, Uint8Array>()
  const read = (bytes: Uint8Array): QueryEntry => decodeMessage(queryEntrySchema, bytes)
  return {
    async append(entry) {
      if (encoded.has(entry.id)) throw new MeshError('store.conflict')
      encoded.set(entry.id, encodeMessage(entry))
    },
    put: async (entry) => void encoded.set(entry.id, encodeMessage(entry)),
    async get(id) {
      const bytes = encoded.get(id)
      return bytes === undefined ? null : read(bytes)
    },
    list: async () => [...encoded.values()].map(read),
  }
}

import {
  type QueryEntry,
  type QueryJournal,
  queryEntrySchema,
} from '@creditmesh/sdk/client/lender/queryEntry.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { decodeMessage, encodeMessage } from '@creditmesh/sdk/wire/json.ts'

export interface MemoryQueryJournal extends QueryJournal {
  /** What a disk would hold. */
  readonly bytes: Map<string, Uint8Array>
}

/** Keeps entries as bytes: whatever is put must survive being written down and read again. */
export function createMemoryQueryJournal(
  bytes: Map<string, Uint8Array> = new Map(),
): MemoryQueryJournal {
  const read = (encoded: Uint8Array): QueryEntry => decodeMessage(queryEntrySchema, encoded)
  return {
    bytes,
    async append(entry) {
      if (bytes.has(entry.id)) throw new MeshError('store.conflict')
      bytes.set(entry.id, encodeMessage(entry))
    },
    put: async (entry) => void bytes.set(entry.id, encodeMessage(entry)),
    async get(id) {
      const encoded = bytes.get(id)
      return encoded === undefined ? null : read(encoded)
    },
    list: async () => [...bytes.values()].map(read),
  }
}

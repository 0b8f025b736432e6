import type { Bytes } from '@creditmesh/sdk/crypto/bytes.ts'
import type { Transaction } from '../database.ts'
import { decodeDocument, encodeDocument } from '../sealing/documentJson.ts'
import type { StoreKeys } from '../sealing/storeKeys.ts'
import type { Enrolment } from './enrolment.ts'

type Reader = Pick<Transaction, 'get'>
export type EnrolmentRows = ReturnType<typeof enrolmentRows>

/** How enrolments lie in the database: one row a person, one a root key. */
export function enrolmentRows(keys: StoreKeys) {
  const rowKey = (tag: Uint8Array) => keys.keyOf('enrolments', tag)
  const rootKey = (root: Uint8Array) => keys.keyOf('roots', root)
  async function read(reader: Reader, tag: Uint8Array): Promise<Enrolment | null> {
    const key = rowKey(tag)
    const sealed = await reader.get(key)
    return sealed === undefined ? null : decodeDocument<Enrolment>(keys.open(key, sealed))
  }
  return {
    read,
    async tagOf(reader: Reader, root: Uint8Array): Promise<Bytes | null> {
      const key = rootKey(root)
      const sealed = await reader.get(key)
      return sealed === undefined ? null : keys.open(key, sealed).slice()
    },
    write(tx: Transaction, enrolment: Enrolment): void {
      const key = rowKey(enrolment.tag)
      tx.put(key, keys.seal(key, encodeDocument(enrolment)))
      for (const { root } of [enrolment.current, enrolment.waiting].filter(
        (r) => r !== undefined,
      )) {
        tx.put(rootKey(root), keys.seal(rootKey(root), enrolment.tag))
      }
    },
    dropRoot: (tx: Transaction, root: Uint8Array): void => tx.delete(rootKey(root)),
    async keysOf(reader: Reader, tag: Uint8Array): Promise<Bytes[]> {
      const enrolment = await read(reader, tag)
      if (enrolment === null) return []
      const roots = [enrolment.current, enrolment.waiting].filter((root) => root !== undefined)
      return [rowKey(tag), ...roots.map(({ root }) => rootKey(root))]
    },
  }
}

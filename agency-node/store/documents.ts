import { type Bytes, utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { Database, Transaction } from './database.ts'
import { keyIn, rangeOf } from './keyspace.ts'
import { decodeDocument, encodeDocument } from './sealing/documentJson.ts'
import type { DocumentKind, DocumentOptions, Documents } from './store.ts'
import type { StoreParts } from './storeParts.ts'

/** Sealed JSON documents of one kind, with a list of those that are not final. */
export function openDocuments<T extends object>(
  { database, keys, shredding }: StoreParts,
  kind: DocumentKind,
  { idOf, isFinal }: DocumentOptions<T>,
): Documents<T> {
  const keyOf = (id: string) => keys.keyOf(kind, utf8(id))
  const read = (key: Bytes, sealed: Bytes | undefined): T | null =>
    sealed === undefined ? null : decodeDocument<T>(keys.open(key, sealed))
  const within = <R>(tx: Transaction | undefined, work: (tx: Transaction) => Promise<R>) =>
    tx === undefined ? database.transact(work) : work(tx)

  function write(tx: Transaction, document: T): void {
    const key = keyOf(idOf(document))
    tx.put(key, keys.seal(key, encodeDocument(document)))
    if (isFinal(document)) {
      tx.delete(keyIn('unfinished', key))
      // A document that ends drops its secrets; what it overwrites still holds them.
      shredding.noteSpace(tx, kind)
    } else {
      tx.put(keyIn('unfinished', key), new Uint8Array(0))
    }
  }

  return {
    async get(id, tx) {
      const key = keyOf(id)
      return read(key, await (tx ?? database).get(key))
    },
    insert: (document, tx) =>
      within(tx, async (inner) => {
        if ((await inner.get(keyOf(idOf(document)))) !== undefined) return false
        write(inner, document)
        return true
      }),
    put: (document, tx) => within(tx, async (inner) => write(inner, document)),
    update: (id, change, tx) =>
      within(tx, async (inner) => {
        const key = keyOf(id)
        const current = read(key, await inner.get(key))
        if (current === null) throw new MeshError('store.conflict', { detail: 'no such document' })
        const next = change(current)
        write(inner, next)
        return next
      }),
    remove: (id, tx) =>
      within(tx, async (inner) => {
        inner.delete(keyOf(id))
        shredding.noteSpace(inner, kind)
        inner.delete(keyIn('unfinished', keyOf(id)))
      }),
    unfinished: () => unfinishedOf(kind, database, read),
    all: () => allOf(kind, database, read),
  }
}

type Read<T> = (key: Bytes, sealed: Bytes | undefined) => T | null

async function* allOf<T>(kind: DocumentKind, database: Database, read: Read<T>): AsyncGenerator<T> {
  for await (const [key, sealed] of database.entries(rangeOf(kind))) {
    const document = read(key, sealed)
    if (document !== null) yield document
  }
}

async function* unfinishedOf<T>(
  kind: DocumentKind,
  database: Database,
  read: Read<T>,
): AsyncGenerator<T> {
  const { from, until } = rangeOf(kind)
  const range = { from: keyIn('unfinished', from), until: keyIn('unfinished', until) }
  for await (const [marker] of database.entries(range)) {
    const key = marker.slice(1)
    const document = read(key, await database.get(key))
    if (document !== null) yield document
  }
}

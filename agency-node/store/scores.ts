import { type Bytes, concat, utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import type { Database, Transaction } from './database.ts'
import { endOfTime, keyIn, uint32Bytes } from './keyspace.ts'
import { textOf } from './sealing/documentJson.ts'
import type { StoreKeys } from './sealing/storeKeys.ts'
import type { KeptScore, Scores } from './store.ts'
import type { StoreParts } from './storeParts.ts'

/**
 * Scores that were given, with all that gives them again. Each person has a key of her own for them, other than that of
 * her records: those may have to go sooner. Erasing her destroys the key, and her scores open nowhere any more.
 */
export function openScores({ database, keys, shredding }: StoreParts): Scores {
  return {
    put: (score) => database.transact((tx) => put(keys, tx, score)),
    async get(scoreId) {
      const key = keys.keyOf('scores', utf8(scoreId))
      return openScore(keys, database, { key, sealed: await database.get(key) })
    },
    async *ofSubject(tag) {
      const row = await database.get(keys.keyOf('scoreFiles', tag))
      if (row === undefined) return
      const file = openFile(keys, keys.keyOf('scoreFiles', tag), row)
      for await (const [listed] of database.entries(rangeOfFile(file))) {
        const key = scoreKeyOf(listed)
        const score = await openScore(keys, database, { key, sealed: await database.get(key) })
        if (score !== null) yield score
      }
    },
    async erase(tag) {
      const wasThere = await database.transact(async (tx) => {
        const rows = await rowsOfSubject(keys, { database, tx }, tag)
        shredding.delete(tx, rows)
        return rows.length > 0
      })
      await shredding.cleanRows()
      return wasThere
    },
    async purgeExpired(nowSec) {
      const range = {
        from: keyIn('scoreExpiries'),
        until: keyIn('scoreExpiries', uint32Bytes(nowSec)),
      } // prettier-ignore
      let purged = 0
      for await (const [key] of database.entries(range)) {
        await database.transact(async (tx) => {
          shredding.delete(tx, await rowsOfScore(keys, tx, keyIn('scores', key.slice(1 + 4))))
        })
        purged += 1
      }
      if (purged > 0) await shredding.cleanRows()
      return purged
    },
  }
}

const tagLength = 32
const headerLength = tagLength + 4
const keyLength = 32
const fileIdLength = 16

/** A person's key for her scores, and the random name under which they are listed. */
interface ScoreFile {
  readonly key: Bytes
  readonly fileId: Bytes
}

async function put(keys: StoreKeys, tx: Transaction, score: KeptScore): Promise<boolean> {
  const { scoreId, tag, keepUntilSec, content } = score
  if ((await tx.get(keyIn('erasures', keys.index('subjects', tag)))) !== undefined) return false
  const file = await fileOf(keys, tx, tag)
  const key = keys.keyOf('scores', utf8(scoreId))
  // Given again after a kill: what stood in its place leaves no rows behind.
  for (const row of await rowsOfScore(keys, tx, key)) tx.delete(row)
  const inner = keys.sealer.seal(file.key, placeOf(key), JSON.stringify({ scoreId, content }))
  const lastSecond = uint32Bytes(Math.min(keepUntilSec, endOfTime))
  tx.put(key, keys.seal(key, tag, lastSecond, inner))
  tx.put(listKey(file, key), nothing)
  tx.put(keyIn('scoreExpiries', lastSecond, key.slice(1)), nothing)
  return true
}

const nothing = new Uint8Array(0)

async function fileOf(keys: StoreKeys, tx: Transaction, tag: Uint8Array): Promise<ScoreFile> {
  const rowKey = keys.keyOf('scoreFiles', tag)
  const row = await tx.get(rowKey)
  if (row !== undefined) return openFile(keys, rowKey, row)
  const { nacl } = keys
  const file = { key: nacl.randomBytes(keyLength), fileId: nacl.randomBytes(fileIdLength) }
  tx.put(rowKey, keys.seal(rowKey, concat(file.key, file.fileId)))
  return file
}

function openFile(keys: StoreKeys, rowKey: Uint8Array, sealed: Uint8Array): ScoreFile {
  const row = keys.open(rowKey, sealed)
  return { key: row.slice(0, keyLength), fileId: row.slice(keyLength) }
}

/** Null for a score that is not there, or whose person was erased. */
async function openScore(
  keys: StoreKeys,
  database: Database,
  { key, sealed }: { readonly key: Bytes; readonly sealed: Bytes | undefined },
): Promise<KeptScore | null> {
  if (sealed === undefined) return null
  const { tag, keepUntilSec, inner } = openWrapper(keys, key, sealed)
  const rowKey = keys.keyOf('scoreFiles', tag)
  const row = await database.get(rowKey)
  if (row === undefined) return null
  const text = textOf(keys.sealer.open(openFile(keys, rowKey, row).key, placeOf(key), inner))
  return { tag, keepUntilSec, ...(JSON.parse(text) as Pick<KeptScore, 'scoreId' | 'content'>) } // `put` wrote it
}

function openWrapper(keys: StoreKeys, key: Uint8Array, sealed: Uint8Array) {
  const row = keys.open(key, sealed)
  const view = new DataView(row.buffer, row.byteOffset)
  return {
    tag: row.slice(0, tagLength),
    keepUntilSec: view.getUint32(tagLength),
    inner: row.slice(headerLength),
  }
}

function placeOf(key: Uint8Array) {
  return { key, version: 0 }
}

function listKey({ fileId }: ScoreFile, key: Uint8Array): Bytes {
  return keyIn('scoresOf', fileId, key.slice(1))
}

function scoreKeyOf(listed: Uint8Array): Bytes {
  return keyIn('scores', listed.slice(1 + fileIdLength))
}

function rangeOfFile({ fileId }: ScoreFile) {
  const until = keyIn('scoresOf', fileId, new Uint8Array(tagLength + 1).fill(0xff))
  return { from: keyIn('scoresOf', fileId), until }
}

/** Every row of one score; none if it is not there. */
async function rowsOfScore(keys: StoreKeys, tx: Transaction, key: Bytes): Promise<Bytes[]> {
  const sealed = await tx.get(key)
  if (sealed === undefined) return []
  const { tag, keepUntilSec } = openWrapper(keys, key, sealed)
  const expiry = keyIn('scoreExpiries', uint32Bytes(keepUntilSec), key.slice(1))
  const rowKey = keys.keyOf('scoreFiles', tag)
  const row = await tx.get(rowKey)
  const listed = row === undefined ? [] : [listKey(openFile(keys, rowKey, row), key)]
  return [key, expiry, ...listed]
}

async function rowsOfSubject(
  keys: StoreKeys,
  { database, tx }: { readonly database: Database; readonly tx: Transaction },
  tag: Uint8Array,
): Promise<Bytes[]> {
  const rowKey = keys.keyOf('scoreFiles', tag)
  const row = await tx.get(rowKey)
  if (row === undefined) return []
  const rows: Bytes[] = [rowKey]
  for await (const [listed] of database.entries(rangeOfFile(openFile(keys, rowKey, row)))) {
    rows.push(...(await rowsOfScore(keys, tx, scoreKeyOf(listed))))
  }
  return rows
}

import {
  type Bytes,
  fromBase64Url,
  fromUtf8,
  toBase64Url,
  utf8,
} from '@creditmesh/sdk/crypto/bytes.ts'
import type { NaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { z } from 'zod'
import type { Database } from '../database.ts'
import { formatVersion, keyIn } from '../keyspace.ts'
import type { MasterKey } from '../masterKey.ts'
import { createSealer } from './sealer.ts'

// The only row in clear: it must be read before any key is known to be right.
const key = keyIn('meta', utf8('format'))
const checkUse = 'check'
const checkText = utf8('creditmesh store')

const formatSchema = z.object({ format: z.int() })
const marksSchema = z.object({ storeId: z.string(), check: z.string() })

/** Compares format and key with what the store was created with, or marks a new one. Gives the store's id. */
export function identifyStore(
  database: Database,
  masterKey: MasterKey,
  nacl: NaclSuite,
): Promise<Bytes> {
  return database.transact(async (tx) => {
    const row = await tx.get(key)
    if (row !== undefined) return checked(row, masterKey, nacl)
    const storeId = nacl.randomBytes(16)
    const place = { key, version: formatVersion }
    const check = createSealer(nacl).seal(masterKey.derive(checkUse, storeId), place, checkText)
    const marks = { storeId: toBase64Url(storeId), check: toBase64Url(check) }
    tx.put(key, utf8(JSON.stringify({ format: formatVersion, ...marks })))
    return storeId
  })
}

function checked(row: Uint8Array, masterKey: MasterKey, nacl: NaclSuite): Bytes {
  const { format } = parse(formatSchema, row)
  if (format !== formatVersion) {
    throw new MeshError('store.format_unknown', { details: { format, known: formatVersion } })
  }
  const { storeId, check } = parse(marksSchema, row)
  const id = fromBase64Url(storeId)
  try {
    const place = { key, version: format }
    createSealer(nacl).open(masterKey.derive(checkUse, id), place, fromBase64Url(check))
  } catch (cause) {
    throw new MeshError('store.wrong_key', { cause })
  }
  return id
}

function parse<T extends z.ZodType>(schema: T, row: Uint8Array): z.output<T> {
  try {
    return schema.parse(JSON.parse(fromUtf8(row)))
  } catch (cause) {
    throw new MeshError('store.corrupt', { detail: 'the format of the store is unreadable', cause })
  }
}

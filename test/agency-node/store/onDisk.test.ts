import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { openLevelDatabase } from '@creditmesh/agency-node/store/engine/levelDatabase.ts'
import { rangeOf } from '@creditmesh/agency-node/store/keyspace.ts'
import { openStore } from '@creditmesh/agency-node/store/openStore.ts'
import type { Store } from '@creditmesh/agency-node/store/store.ts'
import { toBase64Url, toHex, utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { keccak256, sha256 } from '@creditmesh/sdk/crypto/hash.ts'
import type { NaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  bytesOnDisk,
  collect,
  custody,
  identityOf,
  inquiry,
  nacl,
  refOf,
  subject,
  tagOf,
  temporaryFolder,
  testMasterKey,
} from './fixtures.ts'

const surname = 'Featherstonehaugh'
const phone = '+4930555017'
const documentNumber = '110101199003072914'
const tag = tagOf(1)

async function withStore<T>(folder: string, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(folder, { masterKey: testMasterKey(), nacl })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

async function seed({ vault, outcomes, enrolments, nonces, positions, documents }: Store) {
  const identifier = { country: 'CN', type: 'national-id', value: documentNumber }
  const identity = identityOf(surname, phone)
  await vault.putSubject(subject(1, { identifier, identity }))
  await vault.saveTraded(subject(1, { records: [inquiry('traded-record')] }), [custody(4e9)])
  const attributes = { protectedAttributes: { education: 'GRADUATE_SCHOOL' } }
  await outcomes.put([{ tag, subjectRef: refOf(1), ...attributes }])
  const contact = 'Clarence Street 7'
  await enrolments.present({ tag, root: tag, basis: 'enrolled', nowSec: 1, waitSec: 1, contact })
  await nonces.put('0xmember#1 nonce-of-a-request', 4e9)
  await positions.set({ name: 'the-follower', value: 'some-block' })
  const legs = documents<{ id: string }>('legs', { idOf: (d) => d.id, isFinal: () => false })
  await legs.put({ id: 'id-of-the-leg' })
}

describe('what lies on the disk', () => {
  it('tells no name, number, tag or reference, in no spelling, nor a plain hash of one', async () => {
    const folder = await temporaryFolder()
    await withStore(folder, seed)
    const bytes = await bytesOnDisk(folder)
    expect(bytes.length).toBeGreaterThan(1000)
    const secrets = [
      ...[surname, phone, documentNumber, 'record-of-1', 'traded-record', refOf(1), 'LENDER-1'],
      ...['GRADUATE_SCHOOL', 'Clarence', 'nonce-of-a-request', 'the-follower', 'some-block'],
      ...['id-of-the-leg', 'national-id', 'AGENCY-A', 'subject'],
    ]
    for (const secret of secrets) expect(occurs(bytes, secret), secret).toBe(false)
    for (const secret of [tag, testMasterKey().derive('check'), new Uint8Array(32).fill(7)]) {
      expect(occurs(bytes, secret), toHex(secret)).toBe(false)
      expect(occurs(bytes, toHex(secret).slice(2))).toBe(false)
      expect(occurs(bytes, toBase64Url(secret))).toBe(false)
    }
    for (const hashed of [surname, phone, documentNumber, toHex(tag)].map(utf8)) {
      for (const digest of [sha256(hashed), keccak256(hashed), sha256(tag), keccak256(tag)]) {
        expect(occurs(bytes, digest)).toBe(false)
      }
    }
  })

  it('leads from one space to another for nobody without the key', async () => {
    const folder = await temporaryFolder()
    await withStore(folder, seed)
    const database = await openLevelDatabase(join(folder, 'leveldb'))
    const keysOf = async (space: 'subjects' | 'records' | 'outcomes' | 'enrolments' | 'roots') =>
      (await collect(database.entries(rangeOf(space)))).map(([key]) =>
        Buffer.from(key.slice(1, 17)),
      )
    const spaces = ['subjects', 'records', 'outcomes', 'enrolments', 'roots'] as const
    const keys = (await Promise.all(spaces.map(keysOf))).map((found) => found[0]?.toString('hex'))
    await database.close()
    expect(keys).not.toContain(undefined)
    expect(new Set(keys).size).toBe(spaces.length)
  })
})

describe('what a document leaves in the files', () => {
  it('is nothing of an earlier version, once it has ended and the store was shredded', async () => {
    const folder = await temporaryFolder()
    const { sealed, recording } = recordingSuite()
    const store = await openStore(folder, { masterKey: testMasterKey(), nacl: recording })
    onTestFinished(() => store.close())
    const legs = store.documents<{ id: string; state: string; secret?: string }>('legs', {
      idOf: ({ id }) => id,
      isFinal: ({ state }) => state === 'settled',
    })
    for (let i = 0; i < 50; i += 1) await legs.put({ id: `other-${i}`, state: 'settled' })
    sealed.length = 0
    await legs.put({ id: 'leg', state: 'accepted', secret: 'the identification' })
    const [early = Buffer.alloc(0)] = sealed
    await legs.put({ id: 'leg', state: 'settled' })
    expect((await bytesOnDisk(folder)).includes(early)).toBe(true)
    await store.shred()
    expect((await bytesOnDisk(folder)).includes(early)).toBe(false)
    expect(await legs.get('leg')).toEqual({ id: 'leg', state: 'settled' })
    expect(await collect(legs.all())).toHaveLength(51)
  })
})

/** Remembers every secretbox that was made. */
function recordingSuite() {
  const sealed: Buffer[] = []
  const recording: NaclSuite = {
    ...nacl,
    secretboxInto(box, message, nonce, key) {
      nacl.secretboxInto(box, message, nonce, key)
      sealed.push(Buffer.from(box))
    },
  }
  return { sealed, recording }
}

describe('what an erased subject leaves in the files', () => {
  const others = async ({ vault }: Store, from: number) => {
    for (let i = from; i < from + 300; i += 1) await vault.putSubject(subject(i))
  }

  async function ciphertextsOf(folder: string): Promise<Buffer[]> {
    const database = await openLevelDatabase(join(folder, 'leveldb'))
    const rows = await collect(
      database.entries({ from: Uint8Array.of(2), until: Uint8Array.of(4) }),
    )
    await database.close()
    return rows.map(([, value]) => Buffer.from(value))
  }

  async function leftOver(folder: string, ciphertexts: readonly Buffer[]): Promise<number> {
    const bytes = await bytesOnDisk(folder)
    return ciphertexts.filter((ciphertext) => bytes.includes(ciphertext)).length
  }

  it('is not one byte of row or record, whether they had reached the table files or not', async () => {
    const folder = await temporaryFolder()
    await withStore(folder, seed)
    const hers = await ciphertextsOf(folder)
    expect(hers).toHaveLength(4)
    await withStore(folder, (store) => others(store, 1000))
    await withStore(folder, (store) => others(store, 2000))
    expect(await leftOver(folder, hers)).toBe(4)
    await withStore(folder, (store) => store.vault.erase(tag))
    expect(await leftOver(folder, hers)).toBe(0)
    await withStore(folder, async ({ vault }) => expect(await vault.count()).toBe(600))
  })

  it('is nothing either when she was written and erased in one run', async () => {
    const folder = await temporaryFolder()
    const { sealed, recording } = recordingSuite()
    const store = await openStore(folder, { masterKey: testMasterKey(), nacl: recording })
    sealed.length = 0
    await others(store, 1000)
    const alive = sealed.splice(0)
    await store.vault.putSubject(subject(1, { identity: identityOf(surname) }))
    await store.vault.putSubject(subject(1, { records: [inquiry('one-more')] }))
    const hers = sealed.splice(0)
    expect(await leftOver(folder, hers)).toBeGreaterThan(3)
    await store.vault.erase(tag)
    expect(await leftOver(folder, hers)).toBe(0)
    expect(await leftOver(folder, alive)).toBe(alive.length)
    await store.close()
  })

  it('is nothing of a purged record, nor of the row that held its key', async () => {
    const folder = await temporaryFolder()
    const records = [inquiry('stays-here'), inquiry('goes-away', { retainUntil: '2026-12-31' })]
    await withStore(folder, ({ vault }) => vault.putSubject(subject(1, { records })))
    const before = await ciphertextsOf(folder)
    await withStore(folder, ({ vault }) => vault.purgeExpired(Date.UTC(2027, 0, 1) / 1000))
    expect(before).toHaveLength(3)
    expect(await leftOver(folder, before)).toBe(0)
    await withStore(folder, async ({ vault }) => {
      expect((await vault.get(tag))?.records).toEqual([records[0]])
    })
  })

  it('cannot be brought back by putting old record files beside the new ones', async () => {
    const folder = await temporaryFolder()
    await withStore(folder, seed)
    const copy = await temporaryFolder()
    await cp(folder, copy, { recursive: true })
    await withStore(folder, (store) => store.vault.erase(tag))
    const old = await openLevelDatabase(join(copy, 'leveldb'))
    const oldRecords = await collect(old.entries(rangeOf('records')))
    await old.close()
    const current = await openLevelDatabase(join(folder, 'leveldb'))
    await current.transact((tx) => {
      for (const [key, value] of oldRecords) tx.put(key, value)
    })
    await current.close()
    await withStore(folder, async ({ vault }) => {
      expect(await vault.get(tag, { withIdentity: true, withHistory: true })).toBeNull()
    })
  })
})

function occurs(haystack: Buffer, needle: string | Uint8Array): boolean {
  return haystack.includes(typeof needle === 'string' ? needle : Buffer.from(needle))
}

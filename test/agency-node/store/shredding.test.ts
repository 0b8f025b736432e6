import type { Database } from '@creditmesh/agency-node/store/database.ts'
import { type KeyRange, keyIn, rangeOf } from '@creditmesh/agency-node/store/keyspace.ts'
import { createShredding } from '@creditmesh/agency-node/store/shredding.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { describe, expect, it } from 'vitest'
import { collect } from './fixtures.ts'
import { openMemoryDatabase } from './memoryDatabase.ts'

const row = (i: number) => keyIn('legs', new Uint8Array(32).fill(i))
const around = (key: Uint8Array) => ({ from: key.slice(0, -1), until: Uint8Array.of(...key, 0) })

function recording({ meanwhile = async () => {} }: { meanwhile?: () => Promise<void> } = {}) {
  const shredded: KeyRange[] = []
  const database: Database = {
    ...openMemoryDatabase(),
    async shred(ranges) {
      await meanwhile()
      shredded.push(...ranges)
    },
  }
  return { database, shredded, shredding: createShredding(database) }
}

describe('shredding', () => {
  it('deletes rows at once and cleans the files of them when it runs', async () => {
    const { database, shredded, shredding } = recording()
    await database.transact((tx) => tx.put(row(1), row(1)))
    await database.transact((tx) => shredding.delete(tx, [row(1), row(2)]))
    expect(await database.get(row(1))).toBeUndefined()
    await shredding.cleanAll()
    await shredding.cleanAll()
    expect(shredded).toEqual([around(row(1)), around(row(2))])
  })

  it('is done by the next run if the process dies in between', async () => {
    let isDying = true
    const { database, shredded, shredding } = recording({
      meanwhile: async () => {
        if (isDying) throw new MeshError('store.unavailable')
      },
    })
    await database.transact((tx) => shredding.delete(tx, [row(1)]))
    await expect(shredding.cleanAll()).rejects.toThrow('store.unavailable')
    isDying = false
    await createShredding(database).cleanRows()
    expect(shredded).toEqual([around(row(1))])
    expect(await collect(database.entries(rangeOf('shreds')))).toEqual([])
  })

  it('cleans a whole space once, however many of its rows were noted', async () => {
    const { database, shredded, shredding } = recording()
    await database.transact((tx) => {
      shredding.noteSpace(tx, 'legs')
      shredding.noteSpace(tx, 'legs')
      shredding.delete(tx, [row(1)])
    })
    await shredding.cleanAll()
    expect(shredded).toEqual([rangeOf('legs')])
  })

  it('leaves spaces alone when it only cleans rows', async () => {
    const { database, shredded, shredding } = recording()
    await database.transact((tx) => {
      shredding.noteSpace(tx, 'transactions')
      shredding.delete(tx, [row(1)])
    })
    await shredding.cleanRows()
    expect(shredded).toEqual([around(row(1))])
    await shredding.cleanAll()
    expect(shredded).toEqual([around(row(1)), rangeOf('transactions')])
  })

  it('takes a crowded space as one', async () => {
    const { database, shredded, shredding } = recording()
    const rows = Array.from({ length: 65 }, (_, i) => row(i))
    await database.transact((tx) => shredding.delete(tx, rows))
    await shredding.cleanAll()
    expect(shredded).toEqual([rangeOf('legs')])
  })

  it('does not forget what was noted again while it ran', async () => {
    const again = async () => {
      await database.transact((tx) => {
        if (shredded.length === 0) shredding.note(tx, [row(1)])
      })
    }
    const { database, shredded, shredding } = recording({ meanwhile: () => again() })
    await database.transact((tx) => shredding.delete(tx, [row(1), row(2)]))
    await shredding.cleanAll()
    await shredding.cleanAll()
    expect(shredded).toEqual([around(row(1)), around(row(2)), around(row(1))])
  })
})

import type { Database } from '@creditmesh/agency-node/store/database.ts'
import { keyIn, rangeOf } from '@creditmesh/agency-node/store/keyspace.ts'
import { createShredding } from '@creditmesh/agency-node/store/shredding.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { describe, expect, it } from 'vitest'
import { collect } from './fixtures.ts'
import { openMemoryDatabase } from './memoryDatabase.ts'

const row = (i: number) => keyIn('legs', Uint8Array.of(i))

function recording({ meanwhile = async () => {} }: { meanwhile?: () => Promise<void> } = {}) {
  const shredded: number[][] = []
  const database: Database = {
    ...openMemoryDatabase(),
    async shred(keys) {
      await meanwhile()
      shredded.push(keys.map((key) => key[1] ?? -1))
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
    await shredding.run()
    await shredding.run()
    expect(shredded).toEqual([[1, 2]])
  })

  it('is done by the next run if the process dies in between', async () => {
    let isDying = true
    const { database, shredded, shredding } = recording({
      meanwhile: async () => {
        if (isDying) throw new MeshError('store.unavailable')
      },
    })
    await database.transact((tx) => shredding.delete(tx, [row(1)]))
    await expect(shredding.run()).rejects.toThrow('store.unavailable')
    isDying = false
    await createShredding(database).run()
    expect(shredded).toEqual([[1]])
    expect(await collect(database.entries(rangeOf('shreds')))).toEqual([])
  })

  it('does not forget what was noted again while it ran', async () => {
    const again = async () => {
      await database.transact((tx) => {
        if (shredded.length === 0) shredding.note(tx, [row(1)])
      })
    }
    const { database, shredded, shredding } = recording({ meanwhile: () => again() })
    await database.transact((tx) => shredding.delete(tx, [row(1), row(2)]))
    await shredding.run()
    await shredding.run()
    expect(shredded).toEqual([[1, 2], [1]])
  })
})

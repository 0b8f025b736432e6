import type { Database, Transaction } from '@creditmesh/agency-node/store/database.ts'
import { describe, expect, it, onTestFinished } from 'vitest'
import { collect } from './fixtures.ts'

const key = (...bytes: number[]) => Uint8Array.from(bytes)
const all = { from: key(0), until: key(255) }

/** What every engine beneath the store must do. */
export function behavesLikeADatabase(name: string, openNew: () => Promise<Database>): void {
  async function opened(): Promise<Database> {
    const database = await openNew()
    onTestFinished(() => database.close())
    return database
  }

  describe(`${name}, as an engine of the store`, () => {
    it('reads back what was written, and nothing else', async () => {
      const database = await opened()
      await database.transact((tx) => tx.put(key(1, 2), key(9)))
      expect(await database.get(key(1, 2))).toEqual(key(9))
      expect(await database.get(key(1))).toBeUndefined()
    })

    it('keeps empty values apart from absent ones', async () => {
      const database = await opened()
      await database.transact((tx) => tx.put(key(1), key()))
      expect(await database.get(key(1))).toEqual(key())
    })

    it('lists a range in the order of its keys', async () => {
      const database = await opened()
      await database.transact((tx) => {
        for (const first of [200, 3, 1, 2]) tx.put(key(first, 0), key(first))
      })
      const keys = (await collect(database.entries(all))).map(([found]) => found[0])
      expect(keys).toEqual([1, 2, 3, 200])
      const some = await collect(database.entries({ from: key(2), until: key(3) }))
      expect(some.map(([found]) => [...found])).toEqual([[2, 0]])
    })

    it('shows a transaction its own changes and those of the ones before', async () => {
      const database = await opened()
      const increment = async (tx: Transaction) => {
        const before = (await tx.get(key(7)))?.[0] ?? 0
        tx.put(key(7), key(before + 1))
        return (await tx.get(key(7)))?.[0]
      }
      const results = await Promise.all(
        Array.from({ length: 50 }, () => database.transact(increment)),
      )
      expect(results).toEqual(Array.from({ length: 50 }, (_, i) => i + 1))
      expect(await database.get(key(7))).toEqual(key(50))
    })

    it('tells of many keys which are there, empty values among them', async () => {
      const database = await opened()
      expect(await database.has([])).toEqual([])
      await database.transact((tx) => {
        tx.put(key(1), key())
        tx.put(key(3), key(1))
      })
      const keys = [key(1), key(2), key(3), key(3, 0)]
      expect(await database.has(keys)).toEqual([true, false, true, false])
    })

    it('shows a transaction what was written since it looked many keys up', async () => {
      const database = await opened()
      await database.transact((tx) => tx.put(key(1), key(1)))
      const deleted = database.transact((tx) => tx.delete(key(1)))
      const seen = await database.transact(async (tx) => {
        await tx.lookUp([key(1), key(2), key(3)])
        tx.put(key(2), key(2))
        return [await tx.get(key(1)), await tx.get(key(2)), await tx.get(key(3))]
      })
      await deleted
      expect(seen).toEqual([undefined, key(2), undefined])
    })

    it('lets a transaction see a deletion', async () => {
      const database = await opened()
      await database.transact((tx) => tx.put(key(1), key(1)))
      const seen = await database.transact((tx) => {
        tx.delete(key(1))
        return tx.get(key(1))
      })
      expect(seen).toBeUndefined()
      expect(await database.get(key(1))).toBeUndefined()
    })

    it('error: writes nothing of a transaction that throws, and harms no other', async () => {
      const database = await opened()
      const results = await Promise.allSettled([
        database.transact((tx) => tx.put(key(1), key(1))),
        database.transact((tx) => {
          tx.put(key(1), key(66))
          tx.put(key(2), key(66))
          throw new Error('changed its mind')
        }),
        database.transact(async (tx) => tx.put(key(3), (await tx.get(key(1))) ?? key())),
      ])
      expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
      expect(await database.get(key(1))).toEqual(key(1))
      expect(await database.get(key(2))).toBeUndefined()
      expect(await database.get(key(3))).toEqual(key(1))
    })

    it('keeps what is alive when it shreds what is not', async () => {
      const database = await opened()
      await database.transact((tx) => {
        for (let i = 0; i < 10; i += 1) tx.put(key(2, i), key(i))
      })
      await database.transact((tx) => tx.delete(key(2, 4)))
      await database.shred([
        { from: key(2), until: key(2, 4, 0) },
        { from: key(2, 5, 0), until: key(3) },
      ])
      expect(await database.get(key(2, 4))).toBeUndefined()
      expect(await database.get(key(2, 5))).toEqual(key(5))
      expect(await collect(database.entries(all))).toHaveLength(9)
    })
  })
}

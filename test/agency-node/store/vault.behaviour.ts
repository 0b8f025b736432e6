import type { SubjectInput } from '@creditmesh/agency-node/store/store.ts'
import { describe, expect, it } from 'vitest'
import {
  collect,
  custody,
  failure,
  identityOf,
  inquiry,
  refOf,
  subject,
  tagOf,
} from './fixtures.ts'
import { openedStore, type StoreMaker } from './store.behaviour.ts'

const endOf2026 = Date.UTC(2027, 0, 1) / 1000 - 1

export function behavesLikeAVault(name: string, makeStore: StoreMaker): void {
  describe(`the vault of ${name}`, () => {
    it('gives a subject back as she was put', async () => {
      const { vault } = await openedStore(makeStore)
      const identifier = { country: 'TW', type: 'uci-client', value: '17' }
      await vault.putSubject(subject(1, { identifier }))
      expect(await vault.get(tagOf(1))).toEqual({
        tag: tagOf(1),
        subjectRef: refOf(1),
        identifier,
        records: subject(1).records,
        custody: [null],
      })
      expect(await vault.get(tagOf(2))).toBeNull()
    })

    it('opens the identity only when asked', async () => {
      const { vault } = await openedStore(makeStore)
      await vault.putSubject(subject(1, { identity: identityOf('Ng') }))
      expect((await vault.get(tagOf(1)))?.records).toEqual(subject(1).records)
      const whole = await vault.get(tagOf(1), { withIdentity: true })
      expect(whole?.records).toEqual([identityOf('Ng'), ...subject(1).records])
      expect(whole?.custody).toEqual([null, null])
    })

    it('opens only the categories asked for', async () => {
      const { vault } = await openedStore(makeStore)
      await vault.putSubject(subject(1))
      expect((await vault.get(tagOf(1), { categories: ['inquiry'] }))?.records).toHaveLength(1)
      expect((await vault.get(tagOf(1), { categories: ['tradeline'] }))?.records).toEqual([])
    })

    it('adds records to a subject who is there, whatever their order of arrival', async () => {
      const { vault } = await openedStore(makeStore)
      await Promise.all(
        Array.from({ length: 20 }, (_, i) =>
          vault.putSubject(subject(1, { records: [inquiry(`record-${i}`)] })),
        ),
      )
      const ids = (await vault.get(tagOf(1)))?.records.map(({ recordId }) => recordId)
      expect(ids).toEqual(Array.from({ length: 20 }, (_, i) => `record-${i}`))
      expect(await vault.count()).toBe(1)
    })

    it('replaces a record of the same furnisher and id, and no other', async () => {
      const { vault } = await openedStore(makeStore)
      const [first, again] = [inquiry('record-1'), inquiry('record-1', { inquirerId: 'LENDER-2' })]
      const foreign = inquiry('record-1', { furnisherId: 'AGENCY-B' })
      await vault.putSubject(subject(1, { records: [first, foreign] }))
      await vault.putSubject(subject(1, { records: [again] }))
      expect((await vault.get(tagOf(1)))?.records).toEqual([foreign, again])
    })

    it('shows a correction in the place of what it supersedes, and both as history', async () => {
      const { vault } = await openedStore(makeStore)
      const wrong = inquiry('record-1')
      const right = inquiry('record-2', { supersedes: 'record-1', version: 2 })
      await vault.putSubject(subject(1, { records: [right] }))
      await vault.putSubject(subject(1, { records: [wrong] }))
      expect((await vault.get(tagOf(1)))?.records).toEqual([right])
      expect((await vault.get(tagOf(1), { withHistory: true }))?.records).toEqual([right, wrong])
    })

    it('stores many subjects and a position in one write', async () => {
      const { vault, positions } = await openedStore(makeStore)
      const many = Array.from({ length: 30 }, (_, i) => subject(i))
      const position = { name: 'import', value: { line: 30 } }
      expect(await vault.putSubjects(many, { position })).toEqual({
        stored: 30,
        merged: 0,
        erased: [],
      })
      expect(await vault.count()).toBe(30)
      expect(await positions.get('import')).toEqual({ line: 30 })
      const listed = await collect(vault.subjects())
      expect(new Set(listed.map(({ subjectRef }) => subjectRef))).toEqual(
        new Set(many.map(({ subjectRef }) => subjectRef)),
      )
    })

    it('stores a batch, the same subject twice in it, and adds to those who are there', async () => {
      const store = await openedStore(makeStore)
      await store.vault.putSubject(subject(4, { records: [inquiry('an-earlier-one')] }))
      const batch = store.vault.openBatch()
      for (let i = 0; i < 600; i += 1) batch.add(subject(i))
      batch.add(subject(3, { records: [inquiry('another-one')] }))
      const report = await store.transact(async (tx) => {
        await store.positions.set({ name: 'import', value: 601 }, tx)
        return batch.write(tx)
      })
      expect(report).toEqual({ stored: 601, merged: 2, erased: [] })
      expect(await store.vault.count()).toBe(600)
      for (const i of [3, 4]) expect((await store.vault.get(tagOf(i)))?.records).toHaveLength(2)
      expect((await store.vault.get(tagOf(5)))?.records).toHaveLength(1)
      expect(await store.positions.get('import')).toBe(601)
    })

    it('saves what was bought with its custody, but never over its own record', async () => {
      const { vault } = await openedStore(makeStore)
      const own = inquiry('record-1')
      await vault.putSubject(subject(1, { records: [own] }))
      const records = [inquiry('record-1', { inquirerId: 'LENDER-9' }), inquiry('record-2')]
      const bought = custody(endOf2026)
      await vault.saveTraded(subject(1, { records }), [bought, bought])
      const found = await vault.get(tagOf(1))
      expect(found?.records).toEqual([own, records[1]])
      expect(found?.custody).toEqual([null, bought])
    })

    it('lets its own record take the place of a bought copy', async () => {
      const { vault } = await openedStore(makeStore)
      await vault.saveTraded(subject(1), [custody(endOf2026)])
      await vault.putSubject(subject(1))
      expect((await vault.get(tagOf(1)))?.custody).toEqual([null])
    })

    describe('when time passes', () => {
      it('hides what may no longer be held, before any purge', async () => {
        const { vault } = await openedStore(makeStore)
        await vault.saveTraded(subject(1), [custody(1000)])
        expect((await vault.get(tagOf(1), { nowSec: 1000 }))?.records).toHaveLength(1)
        expect((await vault.get(tagOf(1), { nowSec: 1001 }))?.records).toHaveLength(0)
      })

      it('purges record by record, on the day after the last', async () => {
        const { vault } = await openedStore(makeStore)
        const records = [
          inquiry('keep-for-ever'),
          inquiry('until-2026', { retainUntil: '2026-12-31' }),
          inquiry('until-2027', { retainUntil: '2027-12-31' }),
        ]
        await vault.putSubject(subject(1, { records }))
        expect(await vault.purgeExpired(endOf2026)).toEqual({ records: 0, subjects: 0 })
        expect(await vault.purgeExpired(endOf2026 + 1)).toEqual({ records: 1, subjects: 0 })
        expect((await vault.get(tagOf(1)))?.records).toEqual([records[0], records[2]])
        expect(await vault.purgeExpired(endOf2026 + 1)).toEqual({ records: 0, subjects: 0 })
        expect(await vault.purgeExpired(endOf2026 + 400 * 86_400)).toEqual({
          records: 1,
          subjects: 0,
        })
        expect((await vault.get(tagOf(1)))?.records).toEqual([records[0]])
      })

      it('keeps nobody of whom only the name is left', async () => {
        const { vault } = await openedStore(makeStore)
        const records = [inquiry('until-2026', { retainUntil: '2026-12-31' })]
        await vault.putSubject(subject(1, { records, identity: identityOf('Ng') }))
        expect(await vault.purgeExpired(endOf2026 + 1)).toEqual({ records: 2, subjects: 1 })
        expect(await vault.get(tagOf(1), { withIdentity: true })).toBeNull()
        expect(await vault.count()).toBe(0)
      })

      it('purges a copy at the end of its data life, and keeps custody of the others', async () => {
        const { vault } = await openedStore(makeStore)
        const records = [inquiry('record-1'), inquiry('record-2')]
        const [soon, late] = [custody(1000), custody(2000)]
        await vault.saveTraded(subject(1, { records }), [soon, late])
        expect(await vault.purgeExpired(1001)).toEqual({ records: 1, subjects: 0 })
        const left = await vault.get(tagOf(1))
        expect([left?.records, left?.custody]).toEqual([[records[1]], [late]])
        expect(await vault.purgeExpired(2001)).toEqual({ records: 1, subjects: 1 })
      })

      it('lets readers through while it purges', async () => {
        const { vault } = await openedStore(makeStore)
        const records = [inquiry('stays-here'), inquiry('goes-away')]
        const people = Array.from({ length: 40 }, (_, i) => i)
        for (const i of people) {
          await vault.saveTraded(subject(i, { records }), [custody(9000), custody(1000)])
        }
        const purge = vault.purgeExpired(1001)
        const reads = people.map((i) => vault.get(tagOf(i), { nowSec: 1001 }))
        for (const read of await Promise.all(reads)) expect(read?.records).toEqual([records[0]])
        expect(await purge).toEqual({ records: 40, subjects: 0 })
      })
    })

    describe('when a subject is erased', () => {
      it('has nothing of her and says so', async () => {
        const { vault } = await openedStore(makeStore)
        await vault.putSubject(subject(1, { identity: identityOf('Ng') }))
        await vault.putSubject(subject(2))
        expect(await vault.erase(tagOf(1))).toBe(true)
        expect(await vault.get(tagOf(1), { withIdentity: true, withHistory: true })).toBeNull()
        expect(await vault.count()).toBe(1)
        expect(await vault.erase(tagOf(1))).toBe(false)
        expect(await vault.erase(tagOf('a stranger'))).toBe(false)
      })

      it('error: stores nothing of her again, by any way', async () => {
        const { vault } = await openedStore(makeStore)
        await vault.putSubject(subject(1))
        await vault.erase(tagOf(1))
        const barred = failure('subject.erased')
        await expect(vault.putSubject(subject(1))).rejects.toEqual(barred)
        await expect(vault.saveTraded(subject(1), [custody(endOf2026)])).rejects.toEqual(barred)
        const report = await vault.putSubjects([subject(2), subject(1), subject(3)])
        expect(report).toEqual({ stored: 2, merged: 0, erased: [1] })
        expect(await vault.get(tagOf(1))).toBeNull()
      })

      it('begins a new file, empty of the old, when she is readmitted', async () => {
        const { vault } = await openedStore(makeStore)
        await vault.putSubject(subject(1))
        await vault.erase(tagOf(1))
        expect(await vault.readmit(tagOf(1))).toBe(true)
        expect(await vault.readmit(tagOf(1))).toBe(false)
        expect(await vault.get(tagOf(1))).toBeNull()
        await vault.putSubject(subject(1, { records: [inquiry('new-record')] }))
        expect((await vault.get(tagOf(1)))?.records).toEqual([inquiry('new-record')])
      })

      it('is not defeated by an import that was under way', async () => {
        const { vault, transact } = await openedStore(makeStore)
        const batch = vault.openBatch()
        batch.add(subject(1))
        await vault.erase(tagOf(1))
        await vault.putSubject(subject(2))
        await vault.erase(tagOf(2))
        batch.add(subject(2))
        expect(await transact((tx) => batch.write(tx))).toEqual({
          stored: 0,
          merged: 0,
          erased: [0, 1],
        })
        expect(await vault.count()).toBe(0)
      })
    })

    it('error: refuses a tag that is none, and stores nothing of the batch', async () => {
      const { vault } = await openedStore(makeStore)
      const bad: SubjectInput = subject(1, { tag: new Uint8Array(31) })
      await expect(vault.putSubjects([subject(2), bad])).rejects.toEqual(failure('input.invalid'))
      await expect(vault.putSubject(bad)).rejects.toEqual(failure('input.invalid'))
      expect(await vault.count()).toBe(0)
    })
  })
}

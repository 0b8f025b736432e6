import { describe, expect, it } from 'vitest'
import { collect, refOf, tagOf } from './fixtures.ts'
import { openedStore, type StoreMaker } from './store.behaviour.ts'

const keepUntilSec = 1_900_000_000

export function behavesLikeScores(name: string, makeStore: StoreMaker): void {
  const score = (scoreId: string, person: number, value = 600) => ({
    ...{ scoreId, tag: tagOf(person), keepUntilSec, content: { value, values: [1, null] } },
  })

  describe(`the scores of ${name}`, () => {
    it('are found by their id and by their person', async () => {
      const { scores } = await openedStore(makeStore)
      await scores.put(score('first', 1))
      await scores.put(score('second', 1))
      await scores.put(score('other', 2))
      expect(await scores.get('first')).toEqual(score('first', 1))
      expect(await scores.get('third')).toBeNull()
      const hers = await collect(scores.ofSubject(tagOf(1)))
      expect(hers.map(({ scoreId }) => scoreId).sort()).toEqual(['first', 'second'])
      expect(await collect(scores.ofSubject(tagOf(3)))).toEqual([])
    })

    it('take the place of what was given under the same id before', async () => {
      const { scores } = await openedStore(makeStore)
      await scores.put(score('first', 1))
      await scores.put({ ...score('first', 1, 650), keepUntilSec: keepUntilSec + 1 })
      expect((await scores.get('first'))?.content).toMatchObject({ value: 650 })
      expect(await collect(scores.ofSubject(tagOf(1)))).toHaveLength(1)
      expect(await scores.purgeExpired(keepUntilSec + 1)).toBe(0)
      expect(await scores.purgeExpired(keepUntilSec + 2)).toBe(1)
    })

    it('go when their time is over, one by one', async () => {
      const { scores } = await openedStore(makeStore)
      await scores.put(score('first', 1))
      await scores.put({ ...score('second', 1), keepUntilSec: keepUntilSec + 10 })
      expect(await scores.purgeExpired(keepUntilSec)).toBe(0)
      expect(await scores.purgeExpired(keepUntilSec + 1)).toBe(1)
      expect(await scores.get('first')).toBeNull()
      expect(await collect(scores.ofSubject(tagOf(1)))).toHaveLength(1)
    })

    it('stay where their time ends beyond 2106, which is more than the key of an expiry holds', async () => {
      const { scores } = await openedStore(makeStore)
      await scores.put({ ...score('first', 1), keepUntilSec: keepUntilSec + 36_500 * 86_400 })
      expect(await scores.purgeExpired(keepUntilSec)).toBe(0)
      expect(await scores.get('first')).not.toBeNull()
    })

    it('are erased with their person, and none is stored for her any more', async () => {
      const store = await openedStore(makeStore)
      const { scores, vault } = store
      await vault.putSubject({ tag: tagOf(1), subjectRef: refOf(1), records: [] })
      await scores.put(score('first', 1))
      await scores.put(score('other', 2))
      expect(await store.eraseSubject(tagOf(1))).toMatchObject({ vault: true, scores: true })
      expect(await scores.get('first')).toBeNull()
      expect(await scores.put(score('again', 1))).toBe(false)
      expect(await scores.get('again')).toBeNull()
      expect(await scores.get('other')).not.toBeNull()
    })
  })
}

import { describe, expect, it } from 'vitest'
import { collect, refOf, tagOf } from './fixtures.ts'
import { openedStore, type StoreMaker } from './store.behaviour.ts'

const outcome = { name: 'default', value: 1, asOf: '2005-09-30' } as const

export function behavesLikeOutcomes(name: string, makeStore: StoreMaker): void {
  const person = (i: number) => ({ tag: tagOf(i), subjectRef: refOf(i) })

  describe(`the training outcomes of ${name}`, () => {
    it('are kept by person, apart from her records', async () => {
      const { outcomes, vault } = await openedStore(makeStore)
      const protectedAttributes = { sex: 'FEMALE', marriage: 'SINGLE' }
      await outcomes.put([{ ...person(1), outcome, protectedAttributes }, person(2)])
      const stored = { default: { value: 1, asOf: '2005-09-30' } }
      expect(await outcomes.get(tagOf(1))).toEqual({
        ...person(1),
        outcomes: stored,
        protectedAttributes,
      })
      expect(await vault.get(tagOf(1))).toBeNull()
      expect(await collect(outcomes.entries())).toHaveLength(2)
    })

    it('are replaced by name and otherwise added', async () => {
      const { outcomes } = await openedStore(makeStore)
      await outcomes.put([{ ...person(1), outcome, protectedAttributes: { sex: 'MALE' } }])
      await outcomes.put([{ ...person(1), outcome: { ...outcome, value: 0 } }])
      await outcomes.put([{ ...person(1), outcome: { ...outcome, name: 'bankruptcy' } }])
      const found = await outcomes.get(tagOf(1))
      expect(found?.outcomes.default?.value).toBe(0)
      expect(found?.outcomes.bankruptcy?.value).toBe(1)
      expect(found?.protectedAttributes).toEqual({ sex: 'MALE' })
    })

    it('are erased, and not stored for somebody who was', async () => {
      const { outcomes, vault } = await openedStore(makeStore)
      await outcomes.put([{ ...person(1), outcome }])
      expect(await outcomes.erase(tagOf(1))).toBe(true)
      expect(await outcomes.erase(tagOf(1))).toBe(false)
      await vault.putSubject({ ...person(1), records: [] })
      await vault.erase(tagOf(1))
      await outcomes.put([{ ...person(1), outcome }])
      expect(await outcomes.get(tagOf(1))).toBeNull()
    })
  })
}

import type { PresentedRoot } from '@creditmesh/agency-node/store/enrolment/enrolment.ts'
import { describe, expect, it } from 'vitest'
import { failure, tagOf } from './fixtures.ts'
import { openedStore, type StoreMaker } from './store.behaviour.ts'

const root = (name: string) => tagOf(`root ${name}`)
const waitSec = 72 * 3600

function presented(rootName: string, others: Partial<PresentedRoot> = {}): PresentedRoot {
  const tag = tagOf('Ms Ng')
  return { tag, root: root(rootName), basis: 'enrolled', nowSec: 1000, waitSec, ...others }
}

export function behavesLikeEnrolments(name: string, makeStore: StoreMaker): void {
  describe(`the enrolments of ${name}`, () => {
    it('accept the first root of a person at once', async () => {
      const { enrolments } = await openedStore(makeStore)
      const first = presented('old', { contact: 'letter' })
      expect(await enrolments.present(first)).toEqual({ status: 'usable' })
      expect(await enrolments.present(first)).toEqual({ status: 'usable' })
      expect(await enrolments.tagOf(root('old'), 1000)).toEqual(tagOf('Ms Ng'))
      expect((await enrolments.get(tagOf('Ms Ng')))?.contact).toBe('letter')
    })

    it('answer for no root that was only seen at others', async () => {
      const { enrolments } = await openedStore(makeStore)
      await enrolments.present(presented('old', { basis: 'observed' }))
      expect(await enrolments.tagOf(root('old'), 1000)).toBeNull()
      await enrolments.present(presented('old'))
      expect(await enrolments.tagOf(root('old'), 1000)).toEqual(tagOf('Ms Ng'))
    })

    it('let a changed root wait from the first time it was seen, and tell her once', async () => {
      const { enrolments } = await openedStore(makeStore)
      await enrolments.present(presented('old'))
      const usableAtSec = 2000 + waitSec
      const change = (nowSec: number) => enrolments.present(presented('new', { nowSec }))
      expect(await change(2000)).toEqual({ status: 'waiting', usableAtSec, isNews: true })
      expect(await change(5000)).toEqual({ status: 'waiting', usableAtSec, isNews: false })
      expect(await enrolments.tagOf(root('new'), usableAtSec - 1)).toBeNull()
      expect(await enrolments.tagOf(root('old'), usableAtSec - 1)).toEqual(tagOf('Ms Ng'))
      expect(await enrolments.tagOf(root('new'), usableAtSec)).toEqual(tagOf('Ms Ng'))
      expect(await enrolments.tagOf(root('old'), usableAtSec)).toBeNull()
      expect(await change(usableAtSec)).toEqual({ status: 'usable' })
      expect(await enrolments.tagOf(root('old'), usableAtSec)).toBeNull()
    })

    it('let a change pass that the old root signed', async () => {
      const { enrolments } = await openedStore(makeStore)
      await enrolments.present(presented('old'))
      const endorsed = presented('new', { isEndorsed: true })
      expect(await enrolments.present(endorsed)).toEqual({ status: 'usable' })
      expect(await enrolments.tagOf(root('new'), 1000)).toEqual(tagOf('Ms Ng'))
      expect(await enrolments.tagOf(root('old'), 1000)).toBeNull()
    })

    it('restart the wait when yet another root appears', async () => {
      const { enrolments } = await openedStore(makeStore)
      await enrolments.present(presented('old'))
      await enrolments.present(presented('new', { nowSec: 2000 }))
      const standing = await enrolments.present(presented('newer', { nowSec: 3000 }))
      expect(standing).toEqual({ status: 'waiting', usableAtSec: 3000 + waitSec, isNews: true })
      expect(await enrolments.tagOf(root('new'), 9_999_999)).toBeNull()
    })

    it('drop a waiting root when she objects', async () => {
      const { enrolments } = await openedStore(makeStore)
      await enrolments.present(presented('old'))
      await enrolments.present(presented('new', { contact: 'the impostor', nowSec: 2000 }))
      expect((await enrolments.get(tagOf('Ms Ng')))?.contact).toBeUndefined()
      expect(await enrolments.cancelWaiting(tagOf('Ms Ng'))).toBe(true)
      expect(await enrolments.cancelWaiting(tagOf('Ms Ng'))).toBe(false)
      expect(await enrolments.tagOf(root('old'), 9_999_999)).toEqual(tagOf('Ms Ng'))
      expect(await enrolments.tagOf(root('new'), 9_999_999)).toBeNull()
    })

    it('remember the credentials issued', async () => {
      const { enrolments } = await openedStore(makeStore)
      await enrolments.present(presented('old'))
      await enrolments.addCredential(tagOf('Ms Ng'), { until: 5, signature: Uint8Array.of(1) })
      const enrolment = await enrolments.get(tagOf('Ms Ng'))
      expect(enrolment?.credentials).toEqual([{ until: 5, signature: Uint8Array.of(1) }])
    })

    it('error: let no root speak for two persons, and no stranger have a credential', async () => {
      const { enrolments } = await openedStore(makeStore)
      await enrolments.present(presented('old'))
      const stolen = enrolments.present(presented('old', { tag: tagOf('Mr Wu') }))
      await expect(stolen).rejects.toEqual(failure('subject.credential_invalid'))
      const unknown = enrolments.addCredential(tagOf('Mr Wu'), {})
      await expect(unknown).rejects.toEqual(failure('subject.not_enrolled'))
    })
  })
}

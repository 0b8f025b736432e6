import type { Documents } from '@creditmesh/agency-node/store/store.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { describe, expect, it } from 'vitest'
import { collect, failure } from './fixtures.ts'
import { openedStore, type StoreMaker } from './store.behaviour.ts'

interface Leg {
  readonly legId: string
  readonly state: 'accepted' | 'delivered' | 'settled'
  readonly fee?: bigint
  readonly key?: Uint8Array
  readonly nested?: { readonly amounts: readonly bigint[]; readonly nothing: null }
}

export function behavesLikeDocuments(name: string, makeStore: StoreMaker): void {
  async function openedLegs(): Promise<Documents<Leg>> {
    const store = await openedStore(makeStore)
    return store.documents<Leg>('legs', {
      idOf: ({ legId }) => legId,
      isFinal: ({ state }) => state === 'settled',
    })
  }

  describe(`the documents of ${name}`, () => {
    it('keep bigints, bytes and nulls', async () => {
      const legs = await openedLegs()
      const leg: Leg = {
        ...{ legId: '0x01', state: 'accepted', fee: 10n ** 20n, key: Uint8Array.of(0, 255) },
        nested: { amounts: [1n, 2n], nothing: null },
      }
      await legs.put(leg)
      expect(await legs.get('0x01')).toEqual(leg)
      expect(await legs.get('0x02')).toBeNull()
    })

    it('are inserted once', async () => {
      const legs = await openedLegs()
      const inserted = await Promise.all(
        Array.from({ length: 5 }, (_, i) =>
          legs.insert({ legId: '0x01', state: 'accepted', fee: BigInt(i) }),
        ),
      )
      expect(inserted).toEqual([true, false, false, false, false])
      expect((await legs.get('0x01'))?.fee).toBe(0n)
    })

    it('change by comparing and setting, one after the other', async () => {
      const legs = await openedLegs()
      await legs.insert({ legId: '0x01', state: 'accepted', fee: 0n })
      const addOne = (leg: Leg): Leg => ({ ...leg, fee: (leg.fee ?? 0n) + 1n })
      await Promise.all(Array.from({ length: 30 }, () => legs.update('0x01', addOne)))
      expect((await legs.get('0x01'))?.fee).toBe(30n)
    })

    it('error: stay as they are when a change refuses, or when there is none', async () => {
      const legs = await openedLegs()
      await legs.insert({ legId: '0x01', state: 'delivered' })
      const refuse = (leg: Leg): Leg => {
        if (leg.state !== 'accepted') throw new MeshError('store.conflict')
        return { ...leg, state: 'settled' }
      }
      await expect(legs.update('0x01', refuse)).rejects.toEqual(failure('store.conflict'))
      await expect(legs.update('0x09', refuse)).rejects.toEqual(failure('store.conflict'))
      expect((await legs.get('0x01'))?.state).toBe('delivered')
    })

    it('are listed while unfinished, and kept afterwards', async () => {
      const legs = await openedLegs()
      for (const legId of ['0x01', '0x02', '0x03']) await legs.insert({ legId, state: 'accepted' })
      await legs.update('0x02', (leg) => ({ ...leg, state: 'settled' }))
      await legs.remove('0x03')
      expect((await collect(legs.unfinished())).map(({ legId }) => legId)).toEqual(['0x01'])
      const all = (await collect(legs.all())).map(({ legId }) => legId)
      expect(all.sort()).toEqual(['0x01', '0x02'])
    })

    it('of different kinds do not meet', async () => {
      const store = await openedStore(makeStore)
      const options = { idOf: ({ id }: { id: string }) => id, isFinal: () => false }
      await store.documents('purchases', options).put({ id: 'x' })
      expect(await store.documents('peerFailures', options).get('x')).toBeNull()
      expect(await collect(store.documents('peerFailures', options).unfinished())).toEqual([])
    })
  })
}

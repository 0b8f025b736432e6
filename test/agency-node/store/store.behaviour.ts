import type { NetworkPin, Store } from '@creditmesh/agency-node/store/store.ts'
import { describe, expect, it, onTestFinished } from 'vitest'
import { collect, failure, subject, tagOf } from './fixtures.ts'

/** Gives a function that opens one and the same store again and again. */
export type StoreMaker = () => Promise<() => Promise<Store>>

export async function openedStore(makeStore: StoreMaker): Promise<Store> {
  const store = await (await makeStore())()
  onTestFinished(() => store.close())
  return store
}

const network: NetworkPin = {
  chainId: 31337,
  genesisHash: `0x${'ab'.repeat(32)}`,
  addresses: { Queries: '0x00000000000000000000000000000000000000A1' },
}

export function behavesLikeAStore(name: string, makeStore: StoreMaker): void {
  describe(name, () => {
    it('holds everything after it was closed and opened again', async () => {
      const open = await makeStore()
      const before = await open()
      await before.vault.putSubject(subject(1))
      await before.positions.set({ name: 'follower', value: { block: 7n } })
      await before.nonces.put('signer#1 nonce', 1_800_000_000)
      await before.close()
      const after = await open()
      onTestFinished(() => after.close())
      expect((await after.vault.get(tagOf(1)))?.records).toEqual(subject(1).records)
      expect(await after.positions.get('follower')).toEqual({ block: 7n })
      expect(await collect(after.nonces.load())).toEqual([['signer#1 nonce', 1_800_000_000]])
    })

    it('forgets positions and nonces that were removed', async () => {
      const { positions, nonces } = await openedStore(makeStore)
      await positions.set({ name: 'import', value: 1 })
      await positions.remove('import')
      expect(await positions.get('import')).toBeNull()
      await nonces.put('a', 1)
      await nonces.put('b', 2)
      await nonces.deleteMany(['a'])
      expect(await collect(nonces.load())).toEqual([['b', 2]])
    })

    it('pins the network once and accepts the same one in any spelling', async () => {
      const store = await openedStore(makeStore)
      await store.pinNetwork(network)
      const lowerCase = { Queries: network.addresses.Queries?.toLowerCase() ?? '' }
      await store.pinNetwork({ ...network, addresses: lowerCase })
    })

    it('error: refuses another chain, genesis or contract, and keeps the pin', async () => {
      const store = await openedStore(makeStore)
      await store.pinNetwork(network)
      const others: [NetworkPin, string][] = [
        [{ ...network, chainId: 1 }, 'chainId'],
        [{ ...network, genesisHash: `0x${'00'.repeat(32)}` }, 'genesisHash'],
        [{ ...network, addresses: { Queries: `0x${'11'.repeat(20)}` } }, 'Queries'],
        [{ ...network, addresses: {} }, 'Queries'],
      ]
      for (const [other, differs] of others) {
        const refusal = failure('chain.wrong_network', { differs })
        await expect(store.pinNetwork(other)).rejects.toEqual(refusal)
      }
      await store.pinNetwork(network)
    })

    it('changes several parts as one, or none of them', async () => {
      const store = await openedStore(makeStore)
      const legs = store.documents<{ id: string }>('legs', {
        idOf: ({ id }) => id,
        isFinal: () => false,
      })
      const both = (id: string, outcome: () => void) =>
        store.transact(async (tx) => {
          await legs.insert({ id }, tx)
          await store.positions.set({ name: 'follower', value: id }, tx)
          outcome()
        })
      await both('leg-1', () => {})
      const refused = both('leg-2', () => {
        throw new Error('no')
      })
      await expect(refused).rejects.toThrow('no')
      expect(await legs.get('leg-1')).toEqual({ id: 'leg-1' })
      expect(await legs.get('leg-2')).toBeNull()
      expect(await store.positions.get('follower')).toBe('leg-1')
    })

    it('erases a person wherever she is kept', async () => {
      const store = await openedStore(makeStore)
      const { vault, outcomes, enrolments, scores, eraseSubject } = store
      const tag = tagOf(1)
      await vault.putSubject(subject(1))
      await outcomes.put([{ tag, subjectRef: 'subject-1' }])
      await enrolments.present({
        tag,
        root: tagOf('root'),
        basis: 'enrolled',
        nowSec: 1,
        waitSec: 9,
      })
      const all = { vault: true, outcomes: true, enrolment: true, scores: true }
      await scores.put({ scoreId: 'score', tag, keepUntilSec: 9, content: {} })
      expect(await eraseSubject(tag)).toEqual(all)
      expect(await vault.get(tag)).toBeNull()
      expect(await outcomes.get(tag)).toBeNull()
      expect(await enrolments.get(tag)).toBeNull()
      expect(await enrolments.tagOf(tagOf('root'), 1)).toBeNull()
    })
  })
}

import type { GivenOffer, LegStore, PeerFailure } from '../exchange/collaborators.ts'
import type { LegDocument } from '../exchange/legDocument.ts'
import type { Store } from '../store/store.ts'

export function createLegStore(store: Store): LegStore {
  const legs = store.documents<LegDocument>('legs', {
    idOf: ({ legId }) => legId,
    isFinal: ({ kind }) => kind === 'closed',
  })
  const offers = store.documents<GivenOffer>('offers', {
    idOf: ({ parentLegId }) => parentLegId,
    isFinal: () => true,
  })
  return {
    get: (legId) => legs.get(legId),
    put: (document) => legs.put(document),
    putOffer: (leg, bodyHash) =>
      store.transact(async (tx) => {
        const { parentLegId } = leg.offer
        await legs.put(leg, tx)
        await offers.put({ parentLegId, tradeLegId: leg.legId, bodyHash }, tx)
      }),
    offerFor: (parentLegId) => offers.get(parentLegId),
    unfinished: () => legs.unfinished(),
  }
}

/** Keeps each failed identification of a peer once: evidence for the auditor. */
export function createPeerFailureLog(store: Store): (failure: PeerFailure) => Promise<void> {
  const failures = store.documents<PeerFailure>('peerFailures', {
    idOf: ({ queryId, peer }) => `${queryId}:${peer.toLowerCase()}`,
    isFinal: () => true,
  })
  return async (failure) => {
    await failures.insert(failure)
  }
}

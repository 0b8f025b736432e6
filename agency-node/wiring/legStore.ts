import type { LegStore, PeerFailure } from '../exchange/collaborators.ts'
import type { LegDocument } from '../exchange/legDocument.ts'
import type { Store } from '../store/store.ts'

export function createLegStore(store: Store): LegStore {
  const legs = store.documents<LegDocument>('legs', {
    idOf: ({ legId }) => legId,
    isFinal: ({ kind }) => kind === 'closed',
  })
  return {
    get: (legId) => legs.get(legId),
    put: (document) => legs.put(document),
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

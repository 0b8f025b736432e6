import { legIdOf, zeroDigest } from '@creditmesh/sdk/chain/ids.ts'
import { createAddressScope } from '@creditmesh/sdk/chain/merkleScope.ts'
import { MeshError, toMeshError } from '@creditmesh/sdk/errors.ts'
import type { Collaborators } from './collaborators.ts'
import { isFinalRefusal } from './finalRefusal.ts'
import type { QueryLeg, ReceivedOffer, Relay } from './legDocument.ts'

type Chosen = NonNullable<Relay['chosen']>

/** Takes the best of the offers as the chosen one and keeps the others; without any there is nothing to buy. */
export function choiceOf(
  { chosen: _, ...relay }: Relay,
  [best, ...offers]: readonly ReceivedOffer[],
  { typed, keccak }: Pick<Collaborators, 'typed' | 'keccak'>,
): Relay {
  if (best === undefined) return { ...relay, offers: [], stage: 'nothing' }
  const { queryId, buyer, seller } = best.offer
  const offerHash = typed.offer.hash(best.offer)
  const tradeLegId = legIdOf({ queryId, buyer, seller, offerHash }, keccak)
  return { ...relay, offers, stage: 'chosen', chosen: { ...best, tradeLegId } }
}

/** Accepts the chosen offer on chain (PROTOCOL 5, step 4). One that the contract refuses gives way to the next. */
export async function acceptOffer(
  leg: QueryLeg,
  relay: Relay,
  world: Collaborators,
): Promise<Relay> {
  const { offer, signature, tradeLegId } = requireChosen(relay)
  const { terms, grant } = leg
  const providersProof = providersProofOf(leg, offer.seller)
  try {
    const intent = { kind: 'trade' as const, legId: tradeLegId, terms, grant, offer, signature }
    const { mined } = await world.transactions.enqueue({ ...intent, providersProof })
    await mined
    return { ...relay, stage: 'traded' }
  } catch (cause) {
    if (!isFinalRefusal(cause)) throw cause
    const { state } = await world.chain.legOf({ offer })
    if (state !== 'NONE') return { ...relay, stage: 'traded' }
    const { code } = toMeshError(cause)
    world.log.warn({ legId: leg.legId, peer: offer.seller, code }, 'an offer cannot be accepted')
    return choiceOf(relay, relay.offers ?? [], world)
  }
}

function providersProofOf({ grant, disclosure }: QueryLeg, seller: Chosen['offer']['seller']) {
  if (grant.providersRoot === zeroDigest) return []
  return createAddressScope(disclosure.providers ?? []).proofOf(seller)
}

export function requireChosen({ chosen }: Relay): Chosen {
  if (chosen === undefined)
    throw new MeshError('internal.unexpected', { detail: 'no offer chosen' })
  return chosen
}

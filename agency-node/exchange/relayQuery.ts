import { legIdOf, zeroDigest } from '@creditmesh/sdk/chain/ids.ts'
import { createAddressScope } from '@creditmesh/sdk/chain/merkleScope.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { Collaborators, FoundFile } from './collaborators.ts'
import { chooseOffer, collectOffers } from './collectOffers.ts'
import type { QueryLeg, Relay } from './legDocument.ts'
import { identificationHashOf } from './planRelay.ts'

/**
 * Mode 2 from the asking side (PROTOCOL 5): broadcast, identify, trade, buy. Each stage is stored before the
 * next begins, so that a restart goes on where it stood. Gives what was bought, or null if no peer offered.
 * Throws once a trade was accepted and cannot be completed: then a miss may no longer be answered.
 */
export async function relayQuery(
  leg: QueryLeg,
  world: Collaborators,
): Promise<{ leg: QueryLeg; file: FoundFile | null }> {
  let current = leg
  for (;;) {
    const relay = requireRelay(current)
    if (relay.stage === 'nothing') return { leg: current, file: null }
    if (relay.stage === 'bought' && relay.bought) return { leg: current, file: relay.bought }
    const next = await stages[relay.stage](current, relay, world)
    current = { ...current, relay: next }
    await world.legs.put(current)
  }
}

type Stage = (leg: QueryLeg, relay: Relay, world: Collaborators) => Promise<Relay>

const stages: Record<Exclude<Relay['stage'], 'nothing'>, Stage> = {
  prepared: broadcast,
  broadcast: choose,
  chosen: trade,
  traded: buy,
  bought: async (_, relay) => relay,
}

async function broadcast(leg: QueryLeg, relay: Relay, world: Collaborators): Promise<Relay> {
  const { legId, terms, grant } = leg
  const { categories, priceCeiling, core } = relay
  const identificationHash = identificationHashOf(core, world)
  const content = { identificationHash, categories, priceCeiling, offersBy: core.offersBy }
  const intent = { kind: 'broadcast' as const, legId, terms, grant, ...content }
  const { mined } = await world.transactions.enqueue(intent)
  await mined
  return { ...relay, stage: 'broadcast' }
}

async function choose(leg: QueryLeg, relay: Relay, world: Collaborators): Promise<Relay> {
  const chosen = chooseOffer(await collectOffers(leg, relay, world))
  if (chosen === undefined) return { ...relay, stage: 'nothing' }
  const { queryId, buyer, seller } = chosen.offer
  const offerHash = world.typed.offer.hash(chosen.offer)
  const tradeLegId = legIdOf({ queryId, buyer, seller, offerHash }, world.keccak)
  return { ...relay, stage: 'chosen', chosen: { ...chosen, tradeLegId } }
}

async function trade(leg: QueryLeg, relay: Relay, world: Collaborators): Promise<Relay> {
  const { offer, signature, tradeLegId: legId } = requireChosen(relay)
  const { terms, grant, disclosure } = leg
  const isListed = grant.providersRoot !== zeroDigest
  const providersProof = isListed
    ? createAddressScope(disclosure.providers ?? []).proofOf(offer.seller)
    : []
  const accepted = { terms, grant, offer, signature, providersProof }
  const { mined } = await world.transactions.enqueue({ kind: 'trade', legId, ...accepted })
  await mined
  return { ...relay, stage: 'traded' }
}

async function buy(_leg: QueryLeg, relay: Relay, world: Collaborators): Promise<Relay> {
  const chosen = requireChosen(relay)
  const peer = relay.peers.find(({ agency }) => agency === chosen.offer.seller)
  if (peer === undefined) throw new MeshError('internal.unexpected', { detail: 'unknown seller' })
  const { records } = await world.buyTrade(chosen, peer.oneTimeSecret)
  const { seller: supplier } = chosen.offer
  const { tradeLegId } = chosen
  const sources = records.map(({ recordId }) => ({
    recordId,
    source: 'trade' as const,
    supplier,
    tradeLegId,
  }))
  return { ...relay, stage: 'bought', bought: { records: [...records], sources } }
}

function requireRelay({ relay }: QueryLeg): Relay {
  if (relay === undefined)
    throw new MeshError('internal.unexpected', { detail: 'no relay planned' })
  return relay
}

function requireChosen({ chosen }: Relay): NonNullable<Relay['chosen']> {
  if (chosen === undefined)
    throw new MeshError('internal.unexpected', { detail: 'no offer chosen' })
  return chosen
}

import { MeshError } from '@creditmesh/sdk/errors.ts'
import { acceptOffer, choiceOf, requireChosen } from './acceptOffer.ts'
import type { Collaborators, FoundFile } from './collaborators.ts'
import { byPreference, collectOffers } from './collectOffers.ts'
import { hasRecords, withinGrant } from './disclose.ts'
import { isFinalRefusal } from './finalRefusal.ts'
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
  chosen: acceptOffer,
  traded: buy,
  bought: async (_, relay) => relay,
}

async function broadcast(leg: QueryLeg, relay: Relay, world: Collaborators): Promise<Relay> {
  const { legId, terms, grant } = leg
  const { categories, priceCeiling, core } = relay
  const identificationHash = identificationHashOf(core, world)
  const content = { identificationHash, categories, priceCeiling, offersBy: core.offersBy }
  const intent = { kind: 'broadcast' as const, legId, terms, grant, ...content }
  try {
    const { mined } = await world.transactions.enqueue(intent)
    await mined
    return { ...relay, stage: 'broadcast' }
  } catch (cause) {
    if (!isFinalRefusal(cause)) throw cause
    // Attempts used up, or too late: nobody is asked, and the leg is answered from here alone.
    const { isBroadcast } = await world.chain.legOf(leg)
    return { ...relay, stage: isBroadcast ? 'broadcast' : 'nothing' }
  }
}

/** Who would be told of a person is told only while her consent lives and an offer could still count. */
async function choose(leg: QueryLeg, relay: Relay, world: Collaborators): Promise<Relay> {
  const { refusal } = await world.chain.consentOf(leg.grant)
  if (refusal) throw new MeshError(refusal)
  const isTooLate = (await world.chain.nowSec()) >= relay.core.offersBy
  const offers = isTooLate ? [] : byPreference(await collectOffers(leg, relay, world))
  return choiceOf(relay, offers, world)
}

async function buy(leg: QueryLeg, relay: Relay, world: Collaborators): Promise<Relay> {
  const chosen = requireChosen(relay)
  const peer = relay.peers.find(({ agency }) => agency === chosen.offer.seller)
  if (peer === undefined) throw new MeshError('internal.unexpected', { detail: 'unknown seller' })
  const { records } = await world.purchases.buy(chosen, peer.oneTimeSecret)
  const { seller: supplier } = chosen.offer
  const { tradeLegId } = chosen
  const source = { source: 'trade' as const, supplier, tradeLegId }
  const sources = records.map(({ recordId }) => ({ recordId, ...source }))
  const bought = await usableOf({ records: [...records], sources }, { leg, relay, world })
  return { ...relay, stage: 'bought', bought }
}

/** What the person allowed of it; a peer that sent more has no say in what the lender sees. */
async function usableOf(
  file: FoundFile,
  { leg, relay, world }: { leg: QueryLeg; relay: Relay; world: Collaborators },
): Promise<NonNullable<Relay['bought']>> {
  const nowSec = await world.chain.nowSec()
  const usable = withinGrant(file, { categories: relay.categories, grant: leg.grant, nowSec })
  if (!hasRecords(usable)) {
    throw new MeshError('query.verification_failed', {
      detail: 'the peer delivered nothing that may be used',
      details: { legId: requireChosen(relay).tradeLegId, check: 'trade_content' },
    })
  }
  return { records: [...usable.records], sources: [...usable.sources] }
}

function requireRelay({ relay }: QueryLeg): Relay {
  if (relay === undefined)
    throw new MeshError('internal.unexpected', { detail: 'no relay planned' })
  return relay
}

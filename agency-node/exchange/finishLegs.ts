import { type MeshError, toMeshError } from '@creditmesh/sdk/errors.ts'
import type { Collaborators } from './collaborators.ts'
import { closeLeg, type OpenLeg, type QueryLeg } from './legDocument.ts'
import { enqueueSettlement, type Settling } from './receiveReceipt.ts'

const secondsPerDay = 86_400

/** Settles a received leg and closes it once the chain has it; the same again after a restart. */
export async function settleLeg(leg: OpenLeg, world: Collaborators): Promise<Settling> {
  const { mined } = await enqueueSettlement(leg, world)
  const settled = mined.then(
    () => closeSettled(leg, world),
    (cause) => closeByChain(leg, toMeshError(cause), world),
  )
  // Whoever awaits `settled` sees the failure; when nobody does, the sweep tries again.
  settled.catch(({ code }: MeshError) => world.log.warn({ legId: leg.legId, code }, 'not settled'))
  return { settled }
}

// Somebody else may have settled first (anyone may), or the leg lapsed before our transaction was mined: then it
// never settles, and whoever waits for the key must not get it.
async function closeByChain(leg: OpenLeg, cause: MeshError, world: Collaborators): Promise<void> {
  const { state, isLapsed } = await world.chain.legOf(leg)
  if (state === 'SETTLED') return closeSettled(leg, world)
  if (state === 'REFUNDED' || isLapsed) await world.legs.put(closeLeg(leg, 'lapsed'))
  throw cause
}

async function closeSettled(leg: OpenLeg, world: Collaborators): Promise<void> {
  if (leg.kind === 'query') await saveBought(leg, world)
  await world.legs.put(closeLeg(leg, 'settled'))
}

/** Saves what was bought only if the person allowed it, only after settlement, only for so long (PROTOCOL 5.6). */
async function saveBought(leg: QueryLeg, { vault, chain }: Collaborators): Promise<void> {
  const { relay, grant, disclosure, terms, queryId } = leg
  if (relay?.bought === undefined || !grant.relayStore || grant.dataLifeDays === 0) return
  const keepUntilSec = (await chain.nowSec()) + grant.dataLifeDays * secondsPerDay
  const { consentId } = terms
  await vault.saveTraded({ tag: disclosure.tag, ...relay.bought, consentId, queryId, keepUntilSec })
}

/**
 * Moves one unfinished leg on by time: settles what has a receipt, posts the Delivery that got none, closes what
 * has lapsed, takes back the escrow of a trade whose seller fell silent, deletes identifications at their deadline.
 */
export async function sweepLeg(leg: OpenLeg, world: Collaborators): Promise<void> {
  const nowSec = await world.chain.nowSec()
  if (leg.state === 'received') return void (await (await settleLeg(leg, world)).settled)
  if (leg.kind === 'trade' && leg.state === 'offered') return forgetOffer(leg, nowSec, world)
  if (leg.kind === 'query' && leg.failure !== undefined) return reclaimTrade(leg, nowSec, world)
  const { receiptBy, settleBy } = leg.kind === 'query' ? leg.terms : leg.offer
  if (nowSec > settleBy) return world.legs.put(closeLeg(leg, 'lapsed'))
  if (nowSec > receiptBy && leg.state === 'delivered' && !leg.isPosted) {
    return postDelivery(leg, world)
  }
}

async function forgetOffer(leg: OpenLeg, nowSec: number, world: Collaborators): Promise<void> {
  if (leg.kind !== 'trade' || nowSec <= leg.offer.validUntil) return
  await world.legs.put(closeLeg(leg, 'refused', 'relay.timeout'))
  world.log.info({ legId: leg.legId, queryId: leg.queryId }, 'identification deleted')
}

// The buyer has the Delivery and no use comes back to the consent: the seller was not silent (PROTOCOL 3).
async function postDelivery(leg: OpenLeg, world: Collaborators): Promise<void> {
  const { legId, delivered } = leg
  if (delivered === undefined) return
  const { deliveryHash } = delivered
  const { mined } = await world.transactions.enqueue(
    leg.kind === 'query'
      ? { kind: 'postQueryDelivery', legId, terms: leg.terms, deliveryHash }
      : { kind: 'postTradeDelivery', legId, offer: leg.offer, deliveryHash },
  )
  await mined
  await world.legs.put({ ...leg, isPosted: true })
}

async function reclaimTrade(leg: QueryLeg, nowSec: number, world: Collaborators): Promise<void> {
  const { relay, failure } = leg
  if (relay?.chosen === undefined) return world.legs.put(closeLeg(leg, 'refused', failure))
  const { offer, tradeLegId: legId } = relay.chosen
  const { state } = await world.chain.legOf({ offer })
  if (state === 'OPEN' && nowSec <= offer.settleBy) return
  if (state === 'OPEN') {
    const { mined } = await world.transactions.enqueue({ kind: 'reclaimTrade', legId, offer })
    await mined
  }
  await world.legs.put(closeLeg(leg, 'refused', failure))
}

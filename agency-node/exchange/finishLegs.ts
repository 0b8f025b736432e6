import { type MeshError, toMeshError } from '@creditmesh/sdk/errors.ts'
import type { Collaborators } from './collaborators.ts'
import { endLeg } from './endLeg.ts'
import type { OpenLeg, QueryLeg, TradeLeg } from './legDocument.ts'
import { enqueueSettlement, type Settling } from './receiveReceipt.ts'
import { saveBought } from './saveBought.ts'

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
  if (state === 'REFUNDED' || isLapsed) await endLeg(leg, { state: 'lapsed' }, world)
  throw cause
}

async function closeSettled(leg: OpenLeg, world: Collaborators): Promise<void> {
  if (leg.kind === 'query') await saveBought(leg, world)
  await endLeg(leg, { state: 'settled' }, world)
}

/**
 * Moves one unfinished leg on by time: settles what has a receipt, posts the Delivery that got none, closes what
 * has lapsed, takes back the escrow of a trade whose seller fell silent, deletes identifications at their deadline.
 */
export async function sweepLeg(leg: OpenLeg, world: Collaborators): Promise<void> {
  if (leg.state === 'received') return (await settleLeg(leg, world)).settled
  const nowSec = await world.chain.nowSec()
  if (leg.kind === 'trade' && leg.state === 'offered') return forgetOffer(leg, nowSec, world)
  const { receiptBy, settleBy } = leg.kind === 'query' ? leg.terms : leg.offer
  const isUnanswerable = leg.kind === 'query' && leg.failure !== undefined
  if (isUnanswerable || nowSec > settleBy) return closeUnpaid(leg, world)
  if (nowSec > receiptBy && leg.state === 'delivered' && !leg.isPosted) {
    return postDelivery(leg, world)
  }
}

async function forgetOffer(leg: TradeLeg, nowSec: number, world: Collaborators): Promise<void> {
  if (nowSec <= leg.offer.validUntil) return
  await endLeg(leg, { state: 'refused', refusal: 'relay.timeout' }, world)
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

/** Ends a leg that nobody will pay for; one whose trade was accepted not before its escrow is back. */
async function closeUnpaid(leg: OpenLeg, world: Collaborators): Promise<void> {
  if (leg.kind === 'trade') return void (await endLeg(leg, { state: 'lapsed' }, world))
  if (!(await isTradeOver(leg, world))) return
  const { failure: refusal } = leg
  const end = { state: 'lapsed' } as const
  await endLeg(leg, refusal === undefined ? end : { state: 'refused', refusal }, world)
}

async function isTradeOver({ relay }: QueryLeg, world: Collaborators): Promise<boolean> {
  if (relay?.chosen === undefined) return true
  const { offer, tradeLegId: legId } = relay.chosen
  const { state, isLapsed } = await world.chain.legOf({ offer })
  if (state !== 'OPEN') return true
  if (!isLapsed) return false
  const { mined } = await world.transactions.enqueue({ kind: 'reclaimTrade', legId, offer })
  await mined
  return true
}

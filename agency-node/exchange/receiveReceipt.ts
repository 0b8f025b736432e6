import { sameHex } from '@creditmesh/sdk/chain/ids.ts'
import type { Receipt, Settlement } from '@creditmesh/sdk/chain/queryStructs.ts'
import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { KeyAnswer, ReceiptBody } from '@creditmesh/sdk/wire/messages.ts'
import type { Collaborators } from './collaborators.ts'
import type { Delivered, OpenLeg } from './legDocument.ts'

/**
 * Takes the buyer's Receipt and gives `k` (PROTOCOL 4, steps 4 and 5). Receipt and settlement intent are durable
 * before `k` leaves. Near `settleBy` the chain comes first, at each repetition again: a receipt whose settlement
 * came too late buys nothing.
 */
export async function receiveReceipt(
  leg: OpenLeg,
  body: ReceiptBody,
  { world, settle }: { world: Collaborators; settle: (received: OpenLeg) => Promise<Settling> },
): Promise<KeyAnswer> {
  const { delivered } = leg
  if (delivered === undefined) throw new MeshError('query.in_progress')
  requireReceipt(delivered, body, world)
  const { settleBy } = delivered.delivery
  const nowSec = await world.chain.nowSec()
  const received = leg.state === 'received' ? leg : await store(leg, body, { nowSec, world })
  const { settled } = await settle(received)
  // The last block of a chain that stood still is old: then this machine knows better how near the end is.
  const latestSec = Math.max(nowSec, world.clockMs() / 1000)
  if (settleBy - latestSec < world.settings.receiptMarginSec) await settled
  return { key: delivered.key }
}

async function store(
  leg: OpenLeg,
  { signature: receipt }: ReceiptBody,
  { nowSec, world }: { nowSec: number; world: Collaborators },
): Promise<OpenLeg> {
  const { settleBy } = leg.kind === 'query' ? leg.terms : leg.offer
  if (nowSec >= settleBy) throw new MeshError('query.lapsed')
  const received: OpenLeg = { ...leg, state: 'received', receipt }
  await world.legs.put(received)
  return received
}

/** Resolves once the settlement is durable; `settled` once it is mined and the leg closed. */
export interface Settling {
  readonly settled: Promise<void>
}

function requireReceipt(
  { delivery, deliveryHash }: Delivered,
  body: ReceiptBody,
  { typed }: Collaborators,
): void {
  const signer = typed.receipt.recover(receiptOf(delivery, deliveryHash), body.signature)
  if (body.deliveryHash !== deliveryHash || !sameHex(signer, delivery.buyer)) {
    throw new MeshError('auth.signature_invalid', { detail: 'not the receipt of this delivery' })
  }
}

/** The Receipt that a buyer signs for a Delivery. */
function receiptOf(
  { legId, fee, missFee, receiptBy, settleBy }: Delivered['delivery'],
  deliveryHash: Hex,
): Receipt {
  return { legId, deliveryHash, fee, missFee, receiptBy, settleBy }
}

/** Hands the settlement of a received leg to the outbox; again after a restart, where it is the same intent. */
export function enqueueSettlement(leg: OpenLeg, { transactions }: Collaborators) {
  const { delivered, receipt, legId } = leg
  if (delivered === undefined || receipt === undefined) {
    throw new MeshError('internal.unexpected', { detail: 'a leg without receipt cannot settle' })
  }
  const { cipherHash, wHash, responseHash } = delivered.delivery
  const { key, outcome, outcomeSalt, signature: sellerSignature } = delivered
  const opened = { key, outcome, outcomeSalt, sellerSignature, buyerSignature: receipt }
  const settlement: Settlement = { cipherHash, wHash, responseHash, ...opened }
  return leg.kind === 'query'
    ? transactions.enqueue({ kind: 'settleQuery', legId, terms: leg.terms, settlement })
    : transactions.enqueue({ kind: 'settleTrade', legId, offer: leg.offer, settlement })
}

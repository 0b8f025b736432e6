import { sameHex } from '@creditmesh/sdk/chain/ids.ts'
import type { Receipt, Settlement } from '@creditmesh/sdk/chain/queryStructs.ts'
import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { KeyAnswer, ReceiptBody } from '@creditmesh/sdk/wire/messages.ts'
import type { Collaborators } from './collaborators.ts'
import type { Delivered, OpenLeg } from './legDocument.ts'

/**
 * Takes the buyer's Receipt and gives `k` (PROTOCOL 4, steps 4 and 5). Receipt and settlement intent are durable
 * before `k` leaves. Repeating the receipt repeats the answer. Near `settleBy` the chain comes first.
 */
export async function receiveReceipt(
  leg: OpenLeg,
  body: ReceiptBody,
  { world, settle }: { world: Collaborators; settle: (received: OpenLeg) => Promise<Settling> },
): Promise<KeyAnswer> {
  const { delivered } = leg
  if (delivered === undefined) throw new MeshError('query.in_progress')
  requireReceipt(delivered, body, world)
  const answer = { key: delivered.key }
  if (leg.state === 'received') return answer

  const secondsLeft = delivered.delivery.settleBy - (await world.chain.nowSec())
  if (secondsLeft <= 0) throw new MeshError('query.lapsed')
  const received: OpenLeg = { ...leg, state: 'received', receipt: body.signature }
  await world.legs.put(received)
  const { settled } = await settle(received)
  if (secondsLeft < world.settings.receiptMarginSec) await settled
  return answer
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

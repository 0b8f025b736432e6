import { outcomes } from '@creditmesh/sdk/chain/ids.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { TradeResponse } from '@creditmesh/sdk/wire/response.ts'
import type { Collaborators } from './collaborators.ts'
import type { TradeLeg } from './legDocument.ts'
import { freshSalt, prepareDelivery } from './prepareDelivery.ts'

/** Delivers an offered trade that was accepted on chain, if the consent behind it is still alive. */
export async function deliverTrade(leg: TradeLeg, world: Collaborators): Promise<TradeLeg> {
  const { legId, offer, oneTimeKey } = leg
  const [trade, consent] = await world.chain.legAndConsent({ offer }, leg.grant)
  const nowSec = await world.chain.nowSec()
  if (trade.state === 'NONE') throw new MeshError('query.not_final')
  if (trade.state !== 'OPEN' || nowSec >= offer.receiptBy) throw new MeshError('query.lapsed')
  if (consent.refusal) throw new MeshError(consent.refusal)
  // Who was erased since the offer is not sold from the copy that it was made of.
  if ((await world.vault.find(leg.core.tag, nowSec)) === null) throw new MeshError('query.refused')
  const { buyer, seller, receiptBy, settleBy, bodyHash } = offer
  const agreed = { buyer, seller, receiptBy, settleBy, bodyHash }
  const terms = { legId, ...agreed, fee: offer.price, missFee: 0n }
  const response = buildResponse(leg, nowSec, world)
  const delivered = prepareDelivery({ terms, oneTimeKey, response, nowSec }, world)
  return { ...leg, state: 'delivered', delivered }
}

function buildResponse(
  { legId, queryId, offer, content }: TradeLeg,
  nowSec: number,
  { nacl }: Collaborators,
): TradeResponse {
  return {
    type: 'creditmesh/trade-response/1',
    legId,
    queryId,
    seller: offer.seller,
    buyer: offer.buyer,
    outcome: outcomes.HIT,
    outcomeSalt: freshSalt(nacl),
    issuedAt: nowSec,
    ...content,
  }
}

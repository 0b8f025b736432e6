import {
  type RecordedSettlement,
  toRecordedSettlement,
} from '@creditmesh/sdk/chain/compactSignature.ts'
import {
  keyHash,
  type LegId,
  legIdOf,
  type Outcome,
  outcomeCommitment,
  type QueryId,
  queryIdOf,
} from '@creditmesh/sdk/chain/ids.ts'
import type { Delivery, Offer, QueryTerms } from '@creditmesh/sdk/chain/queryStructs.ts'
import type { Account } from '../../chain/account.ts'
import type { SignedGrant } from './grants.ts'
import { hexOf, type Stage } from './stage.ts'

export interface QueryLeg {
  readonly terms: QueryTerms
  readonly queryId: QueryId
  readonly legId: LegId
}

interface Deadlines {
  readonly receiptBy: number
  readonly settleBy: number
}

/** What the lender asks of the asked agency under a consent. */
export function queryLeg(
  stage: Stage,
  { consentId, grant }: SignedGrant,
  { name, receiptBy, settleBy }: Deadlines & { readonly name: string },
): QueryLeg {
  const { lender, asked, deployment, typedData } = stage
  const terms: QueryTerms = {
    ...{ consentId, buyer: lender.address, seller: asked.address, purpose: grant.purpose },
    ...{ categories: 3, fee: 2_000_000n, relayFee: 1_000_000n, missFee: 200_000n },
    ...{ receiptBy, settleBy, bodyHash: hexOf(`body of ${name}`) },
    ...{ mayRelay: true, nonce: hexOf(`idempotency key of ${name}`) },
  }
  const { chainId, addresses } = deployment
  const queryId = queryIdOf({ chainId, queries: addresses.queries, ...terms })
  const offerHash = typedData.queryTerms.hash(terms)
  const legId = legIdOf({ queryId, buyer: terms.buyer, seller: terms.seller, offerHash })
  return { terms, queryId, legId }
}

/** What the holder offers the asked agency for that query. */
export function offerFor(
  stage: Stage,
  { queryId, legId }: QueryLeg,
  { name, receiptBy, settleBy }: Deadlines & { readonly name: string },
): { offer: Offer; legId: LegId } {
  const { asked, holder, typedData } = stage
  const offer: Offer = {
    ...{ queryId, parentLegId: legId, buyer: asked.address, seller: holder.address },
    ...{ contentCommitment: hexOf(`content of ${name}`), claimsHash: hexOf(`claims of ${name}`) },
    ...{ categories: 3, price: 800_000n, royaltyBps: 500, validUntil: receiptBy },
    ...{ receiptBy, settleBy, bodyHash: hexOf(`ask of ${name}`), nonce: hexOf(`offer ${name}`) },
  }
  const parties = { buyer: offer.buyer, seller: offer.seller }
  const tradeLegId = legIdOf({ queryId, ...parties, offerHash: typedData.offer.hash(offer) })
  return { offer, legId: tradeLegId }
}

interface LegEnd extends Deadlines {
  readonly legId: LegId
  readonly bodyHash: Delivery['bodyHash']
  readonly fee: bigint
  readonly missFee: bigint
  readonly outcome: Outcome
  readonly buyer: Account
  readonly seller: Account
}

/** Everything that ends a leg: both sides' signatures, the key, the opened outcome. */
export function settlementOf({ typedData }: Stage, end: LegEnd): RecordedSettlement {
  const { legId, outcome, buyer, seller, receiptBy, settleBy, fee, missFee, bodyHash } = end
  const [key, outcomeSalt] = [hexOf(`k ${legId}`), hexOf(`salt ${legId}`)]
  const hashes = {
    ...{ cipherHash: hexOf(`c ${legId}`), wHash: hexOf(`w ${legId}`) },
    responseHash: hexOf(`response ${legId}`),
  }
  const amounts = { legId, fee, missFee, receiptBy, settleBy }
  const delivery: Delivery = {
    ...{ ...amounts, ...hashes, bodyHash, buyer: buyer.address, seller: seller.address },
    keyHash: keyHash(legId, key),
    outcomeCommitment: outcomeCommitment(legId, outcome, outcomeSalt),
  }
  const receipt = { ...amounts, deliveryHash: typedData.delivery.hash(delivery) }
  return toRecordedSettlement({
    ...{ ...hashes, key, outcome, outcomeSalt },
    sellerSignature: typedData.delivery.sign(delivery, seller.secretKey),
    buyerSignature: typedData.receipt.sign(receipt, buyer.secretKey),
  })
}

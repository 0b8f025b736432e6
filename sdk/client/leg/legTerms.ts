import {
  type Address,
  type Digest,
  type LegId,
  legIdOf,
  type QueryId,
  queryIdOf,
} from '../../chain/ids.ts'
import type { Offer, QueryTerms } from '../../chain/queryStructs.ts'
import type { SigningDomains, TypedData } from '../../chain/typedData.ts'

/** What both sides of a leg know before anything is delivered; a Delivery must repeat it. */
export interface LegTerms {
  readonly legId: LegId
  readonly queryId: QueryId
  readonly buyer: Address
  readonly seller: Address
  /** What a hit may cost: one amount, or two where a relay may raise it. */
  readonly fees: readonly bigint[]
  readonly missFee: bigint
  readonly receiptBy: number
  readonly settleBy: number
  readonly bodyHash: Digest
}

/** The leg between a lender and the agency it asks. */
export function queryLegTerms(
  terms: QueryTerms,
  { typedData, domains }: { typedData: TypedData; domains: SigningDomains },
): LegTerms {
  const { buyer, seller, nonce, bodyHash, fee, relayFee, missFee, receiptBy, settleBy } = terms
  const { chainId, addresses } = domains
  const queryId = queryIdOf({ chainId, queries: addresses.queries, buyer, nonce, bodyHash })
  const offerHash = typedData.queryTerms.hash(terms)
  const legId = legIdOf({ queryId, buyer, seller, offerHash })
  const fees = terms.mayRelay && relayFee > 0n ? [fee, fee + relayFee] : [fee]
  return { legId, queryId, buyer, seller, fees, missFee, receiptBy, settleBy, bodyHash }
}

/** The leg between the asking agency and a holder whose offer it accepted. A trade pays nothing for a miss. */
export function tradeLegTerms(offer: Offer, typedData: TypedData): LegTerms {
  const { queryId, buyer, seller, price, receiptBy, settleBy, bodyHash } = offer
  const legId = legIdOf({ queryId, buyer, seller, offerHash: typedData.offer.hash(offer) })
  return {
    legId,
    queryId,
    buyer,
    seller,
    fees: [price],
    missFee: 0n,
    receiptBy,
    settleBy,
    bodyHash,
  }
}

import { outcomes } from '../../chain/ids.ts'
import type { Offer } from '../../chain/queryStructs.ts'
import { equalBytes, toHex } from '../../crypto/bytes.ts'
import { keccak256 } from '../../crypto/hash.ts'
import { encodeMessage } from '../../wire/json.ts'
import { categoryBit } from '../../wire/records/categories.ts'
import { type TradeResponse, tradeResponseSchema } from '../../wire/response.ts'
import { claimsOf, contentCommitmentOf } from '../../wire/tradeContent.ts'
import type { ResponseReader } from './openDelivered.ts'
import { contradiction } from './verificationFailure.ts'

/** Reads a holder's delivery to the agency that accepted its offer: the content is what the offer committed to. */
export function tradeResponseReader(
  offer: Offer,
  keyOf: (keyEpoch: number) => Promise<Uint8Array>,
): ResponseReader<typeof tradeResponseSchema> {
  return {
    schema: tradeResponseSchema,
    sellerOf: ({ seller }) => seller,
    keyOf,
    inspect(response) {
      if (response.outcome === outcomes.MISS) requireNothing(response)
      else requireOffered(response, offer)
    },
  }
}

// A trade's miss costs nothing, so it gives nothing.
function requireNothing({ legId, records }: TradeResponse): void {
  if (records.length > 0) throw contradiction(legId, 'a miss that holds something')
}

function requireOffered({ legId, records, contentSalt, claims }: TradeResponse, offer: Offer) {
  if (contentCommitmentOf(records, contentSalt) !== offer.contentCommitment) {
    throw contradiction(legId, 'the records are not the ones that the offer committed to')
  }
  const claimed = encodeMessage(claims)
  const isOffered = toHex(keccak256(claimed)) === offer.claimsHash
  if (!isOffered || !equalBytes(claimed, encodeMessage(claimsOf(records)))) {
    throw contradiction(legId, 'the records are not what the offer claimed')
  }
  if (records.some(({ category }) => (categoryBit(category) & offer.categories) === 0)) {
    throw contradiction(legId, 'a record of a category that was not offered')
  }
}

import { outcomes, sameHex } from '../../chain/ids.ts'
import type { QueryTerms } from '../../chain/queryStructs.ts'
import { categoryBit } from '../../wire/records/categories.ts'
import { type QueryResponse, queryResponseSchema } from '../../wire/response.ts'
import type { ResponseReader } from './openDelivered.ts'
import { contradiction, verificationFailed } from './verificationFailure.ts'

/** Reads an agency's answer to a lender, and judges it against what was asked. */
export function queryResponseReader(
  terms: Pick<QueryTerms, 'consentId' | 'categories'>,
  keyOf: (keyEpoch: number) => Promise<Uint8Array>,
): ResponseReader<typeof queryResponseSchema> {
  return {
    schema: queryResponseSchema,
    sellerOf: ({ agency }) => agency,
    keyOf,
    inspect(response) {
      if (!sameHex(response.consentId, terms.consentId)) {
        const detail = 'the answer names another consent'
        throw verificationFailed(response.legId, 'binding', { detail })
      }
      requireAsked(response, terms.categories)
      requireMatchingOutcome(response)
      requireSources(response)
    },
  }
}

function requireAsked({ legId, records, categories }: QueryResponse, asked: number): void {
  const isOutside = records.some(({ category }) => (categoryBit(category) & asked) === 0)
  if (isOutside || (categories & ~asked) !== 0) {
    throw contradiction(legId, 'the answer holds a category that was not asked for')
  }
}

// A miss is paid less, so it holds nothing; a hit holds at least what its grant's detail shows of a file.
function requireMatchingOutcome(response: QueryResponse): void {
  const { legId, outcome, records, score, sources, summary } = response
  const isEmpty = records.length === 0 && score === null && summary.length === 0
  const isHit = outcome === outcomes.HIT
  if (isHit && isEmpty) throw contradiction(legId, 'a hit that holds nothing')
  if (response.noScore !== undefined && !(isHit && score === null)) {
    throw contradiction(legId, 'a reason for no score, where there is one or nothing was found')
  }
  if (!isHit && !(isEmpty && sources.length === 0 && !response.complete)) {
    throw contradiction(legId, 'a miss that holds something')
  }
}

function requireSources({ legId, records, sources, agency }: QueryResponse): void {
  const named = new Set(sources.map(({ recordId }) => recordId))
  const isComplete =
    named.size === sources.length &&
    named.size === records.length &&
    records.every(({ recordId }) => named.has(recordId))
  const isConsistent = sources.every(({ source, supplier, tradeLegId }) => {
    const isOwn = sameHex(supplier, agency)
    return source === 'own' ? isOwn && tradeLegId === undefined : !isOwn && tradeLegId !== undefined
  })
  if (!isComplete || !isConsistent) {
    throw contradiction(legId, 'the sources do not say of each record where it comes from')
  }
}

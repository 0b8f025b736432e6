import { isEvent } from '../chain/events.ts'
import type { Address, Hex, LegId, QueryId } from '../chain/ids.ts'
import { outcomes } from '../chain/ids.ts'
import type { LegEnding, StoryFacts } from '../client/facts.ts'

/** One hand-over of data, from its seller to its buyer, as far as the chain shows it. */
export interface CustodyHop {
  readonly queryId: QueryId
  readonly legId: LegId
  readonly from: Address
  readonly fromName?: string
  readonly to: Address
  readonly toName?: string
  readonly state: 'open' | 'settled' | 'reclaimed'
  readonly outcome?: 'HIT' | 'MISS'
  readonly deliveryHash?: Hex
  readonly responseHash?: Hex
  /** Of a trade: what the offer had committed to before it was bought. */
  readonly contentCommitment?: Hex
}

/** The way of the data of each query, from its first holder to the lender, by the query's id. */
export function custodyOf(
  { queries }: StoryFacts,
  nameOf: (account: Address) => string | undefined,
): CustodyHop[] {
  return queries.flatMap(({ request, trades, endings }) => {
    const { queryId, legId, terms } = request.args
    const bought = trades.map(({ accepted, endings: tradeEndings }) => {
      const { tradeLegId, offer } = accepted.args
      const { contentCommitment } = offer
      const leg = { queryId, legId: tradeLegId, from: offer.seller, to: offer.buyer }
      return { ...hop(leg, tradeEndings, nameOf), contentCommitment }
    })
    const answered = { queryId, legId, from: terms.seller, to: terms.buyer }
    return [...bought, hop(answered, endings, nameOf)]
  })
}

function hop(
  leg: Pick<CustodyHop, 'queryId' | 'legId' | 'from' | 'to'>,
  [ending]: readonly LegEnding[],
  nameOf: (account: Address) => string | undefined,
): CustodyHop {
  const fromName = nameOf(leg.from)
  const toName = nameOf(leg.to)
  const named = { ...leg, ...(fromName && { fromName }), ...(toName && { toName }) }
  if (ending === undefined) return { ...named, state: 'open' }
  if (!isEvent(ending, 'LegSettled')) return { ...named, state: 'reclaimed' }
  const { outcome, deliveryHash, responseHash } = ending.args
  const isHit = outcome === outcomes.HIT
  return { ...named, state: 'settled', outcome: isHit ? 'HIT' : 'MISS', deliveryHash, responseHash }
}

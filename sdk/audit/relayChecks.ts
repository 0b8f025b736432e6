import { isEvent } from '../chain/events.ts'
import { legIdOf, outcomes } from '../chain/ids.ts'
import { createTypedData } from '../chain/typedData.ts'
import { isBefore, type QueryFacts, type TradeFacts } from '../client/facts.ts'
import type { CheckContext, TraceCheck } from './check.ts'
import { checkLeg } from './legChecks.ts'

/** Checks of Mode 2; none for a query that was not relayed. */
export function checkRelay(query: QueryFacts, context: CheckContext): TraceCheck[] {
  const { request, broadcasts, trades, endings } = query
  if (broadcasts.length === 0 && trades.length === 0) return []
  const { queryId: about, terms } = request.args
  const ended = endings.filter((ending) => isEvent(ending, 'LegSettled'))
  return [
    {
      claim: 'it was relayed once, with leave',
      ok: terms.mayRelay && broadcasts.length === 1,
      about,
    },
    {
      claim: 'only the agency that was asked relayed it, for no other categories',
      ok: broadcasts.every(({ args }) => {
        return args.seller === terms.seller && (args.categories & ~terms.categories) === 0
      }),
      about,
    },
    {
      claim: 'no miss was settled after an accepted trade',
      ok: trades.length === 0 || ended.every(({ args }) => args.outcome === outcomes.HIT),
      about,
    },
    ...trades.flatMap((trade) => checkTrade(trade, query, context)),
  ]
}

function checkTrade(trade: TradeFacts, query: QueryFacts, context: CheckContext): TraceCheck[] {
  const { offer, tradeLegId: about, seller } = trade.accepted.args
  const { terms, queryId } = query.request.args
  const { receiptMarginSec, tradeMarginSec } = context.deployment.windows
  const offerHash = createTypedData(context.deployment).offer.hash(offer)
  const derived = legIdOf({ queryId, buyer: offer.buyer, seller: offer.seller, offerHash })
  const parties = { buyer: terms.seller, seller }
  const leg = {
    ...{ legId: about, ...parties, escrow: offer.price, settleBy: offer.settleBy },
    due: { hit: offer.price, miss: 0n },
    opened: trade.accepted,
    endings: trade.endings,
  }
  const isNested =
    offer.settleBy + tradeMarginSec <= terms.receiptBy &&
    offer.receiptBy + receiptMarginSec <= offer.settleBy
  return [
    { claim: 'the trade has the id that its offer amounts to', ok: derived === about, about },
    {
      claim: 'the trade follows the broadcast of its query',
      ok: query.broadcasts.some((broadcast) => isBefore(broadcast, trade.accepted)),
      about,
    },
    { claim: 'the deadlines of the trade nest inside the query', ok: isNested, about },
    {
      claim: 'the trade brings only what was asked for, from another agency',
      ok: (offer.categories & ~terms.categories) === 0 && seller !== terms.seller,
      about,
    },
    ...checkLeg(leg, context),
  ]
}

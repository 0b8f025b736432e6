import { createTypedData } from '../chain/typedData.ts'
import type { QueryFacts, StoryFacts } from '../client/facts.ts'
import { queryLegTerms } from '../client/leg/legTerms.ts'
import type { CheckContext, TraceCheck } from './check.ts'
import { checkConsentOf } from './consentChecks.ts'
import { checkLeg } from './legChecks.ts'
import { checkRelay } from './relayChecks.ts'

/** Everything about a story that can be recomputed from the log, whatever the contracts promise. */
export function checksOf(facts: StoryFacts, context: CheckContext): TraceCheck[] {
  return facts.queries.flatMap((query) => [
    checkIds(query, context),
    ...checkConsentOf(query, facts, context),
    ...checkRelay(query, context),
    ...checkQueryLeg(query, context),
  ])
}

function checkIds({ request }: QueryFacts, { deployment }: CheckContext): TraceCheck {
  const { terms, queryId, legId } = request.args
  const typedData = createTypedData(deployment)
  const derived = queryLegTerms(terms, { typedData, domains: deployment })
  const ok = derived.queryId === queryId && derived.legId === legId
  return { claim: 'query and leg have the ids that their terms amount to', ok, about: queryId }
}

function checkQueryLeg(query: QueryFacts, context: CheckContext): TraceCheck[] {
  const { request, trades, endings } = query
  const { terms, legId } = request.args
  const due = {
    hit: trades.length > 0 ? terms.fee + terms.relayFee : terms.fee,
    miss: terms.missFee,
  }
  const parties = { buyer: terms.buyer, seller: terms.seller }
  const escrow = terms.fee + terms.relayFee
  const { settleBy } = terms
  const leg = { legId, ...parties, escrow, due, settleBy, opened: request, endings }
  return checkLeg(leg, context)
}

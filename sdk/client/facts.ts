import { type ChainEvent, isEvent, type NamedEvent } from '../chain/events.ts'
import type { ConsentId, LegId } from '../chain/ids.ts'

/** How a leg ended. */
export type LegEnding = NamedEvent<'LegSettled'> | NamedEvent<'LegReclaimed'>

export interface TradeFacts {
  readonly accepted: NamedEvent<'TradeAccepted'>
  readonly endings: readonly LegEnding[]
}

/** One query with everything that happened to it. */
export interface QueryFacts {
  readonly request: NamedEvent<'QueryRequested'>
  readonly broadcasts: readonly NamedEvent<'QueryBroadcast'>[]
  readonly trades: readonly TradeFacts[]
  /** More than one would be a broken contract; the checks say so. */
  readonly endings: readonly LegEnding[]
}

export interface StoryFacts {
  readonly consents: ReadonlyMap<ConsentId, readonly ChainEvent[]>
  readonly queries: readonly QueryFacts[]
}

/** Sorts the events of a story by what they are about. */
export function factsOf(events: readonly ChainEvent[]): StoryFacts {
  const requests = events.filter((event) => isEvent(event, 'QueryRequested'))
  return { consents: consentsIn(events), queries: requests.map((r) => queryFacts(r, events)) }
}

function consentsIn(events: readonly ChainEvent[]): Map<ConsentId, ChainEvent[]> {
  const consents = new Map<ConsentId, ChainEvent[]>()
  for (const event of events) {
    if (event.contract !== 'consents' || !('consentId' in event.args)) continue
    const { consentId } = event.args
    consents.set(consentId, [...(consents.get(consentId) ?? []), event])
  }
  return consents
}

function queryFacts(
  request: NamedEvent<'QueryRequested'>,
  events: readonly ChainEvent[],
): QueryFacts {
  const { legId } = request.args
  const accepted = events
    .filter((event) => isEvent(event, 'TradeAccepted'))
    .filter(({ args }) => args.parentLegId === legId)
  return {
    request,
    broadcasts: events
      .filter((event) => isEvent(event, 'QueryBroadcast'))
      .filter(({ args }) => args.legId === legId),
    trades: accepted.map((trade) => ({
      accepted: trade,
      endings: endingsOf(trade.args.tradeLegId, events),
    })),
    endings: endingsOf(legId, events),
  }
}

function endingsOf(legId: LegId, events: readonly ChainEvent[]): LegEnding[] {
  return events
    .filter((event) => isEvent(event, 'LegSettled') || isEvent(event, 'LegReclaimed'))
    .filter(({ args }) => args.legId === legId)
}

/** Whether `a` stands before `b` on the chain. */
export function isBefore(a: ChainEvent, b: ChainEvent): boolean {
  return (
    a.blockNumber < b.blockNumber || (a.blockNumber === b.blockNumber && a.logIndex < b.logIndex)
  )
}

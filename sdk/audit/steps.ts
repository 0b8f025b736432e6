import type { ChainEvent, NamedEvent } from '../chain/events.ts'
import type { Address, Hex } from '../chain/ids.ts'
import { outcomes } from '../chain/ids.ts'
import { purposeName } from '../wire/purposes.ts'
import { categoriesIn } from '../wire/records/categories.ts'

export type StepDetail = string | number | bigint | boolean

/** One thing that happened, who brought it to the chain, and how long it took. */
export interface TraceStep {
  readonly name: string
  readonly timeSec: number
  readonly block: number
  readonly transaction: Hex
  /** The account that sent the transaction. */
  readonly actor: Address
  /** Absent for an account that is no member: a relayer, say. */
  readonly actorName?: string
  /** Since the step before it. */
  readonly latencySec: number
  readonly details: Readonly<Record<string, StepDetail>>
}

/** What is known of an event beyond itself. */
export interface StepContext {
  readonly timeOf: (event: ChainEvent) => number
  readonly actorOf: (event: ChainEvent) => Address
  readonly nameOf: (account: Address) => string | undefined
}

/** Tells the events that a story is made of; others are left out. */
export function stepsOf(events: readonly ChainEvent[], context: StepContext): TraceStep[] {
  const trades = new Set(
    events.flatMap((event) => (event.name === 'TradeAccepted' ? [event.args.tradeLegId] : [])),
  )
  let previousSec: number | undefined
  return events.flatMap((event) => {
    const told = tell(event, trades)
    if (told === null) return []
    const timeSec = context.timeOf(event)
    const latencySec = timeSec - (previousSec ?? timeSec)
    previousSec = timeSec
    const actor = context.actorOf(event)
    const actorName = context.nameOf(actor)
    const at = { timeSec, block: event.blockNumber, transaction: event.txHash }
    return [{ ...told, ...at, actor, ...(actorName && { actorName }), latencySec }]
  })
}

type Told = Pick<TraceStep, 'name' | 'details'>

function tell(event: ChainEvent, trades: ReadonlySet<Hex>): Told | null {
  switch (event.name) {
    case 'ConsentRecorded':
      return { name: 'consent recorded', details: consentDetails(event) }
    case 'QueryRequested':
      return { name: 'query requested', details: requestDetails(event) }
    case 'QueryBroadcast':
      return { name: 'query broadcast', details: broadcastDetails(event) }
    case 'TradeAccepted':
      return { name: 'trade accepted', details: tradeDetails(event) }
    case 'LegSettled':
      return { name: `${legKind(event, trades)} settled`, details: settlementDetails(event) }
    case 'LegReclaimed':
      return { name: `${legKind(event, trades)} reclaimed`, details: event.args }
    case 'DeliveryPosted':
      return { name: 'delivery posted', details: event.args }
    case 'VestingStarted':
      return { name: 'vesting started', details: event.args }
    case 'VestingEnded':
      return { name: 'vesting ended', details: event.args }
    default:
      return tellConsentChange(event)
  }
}

function legKind({ args }: { args: { legId: Hex } }, trades: ReadonlySet<Hex>): string {
  return trades.has(args.legId) ? 'trade' : 'query'
}

const consentChanges: Readonly<Record<string, string>> = {
  ConsentPaused: 'consent paused',
  ConsentResumed: 'consent resumed',
  ConsentWithdrawn: 'consent withdrawn',
  ConsentCancelled: 'consent cancelled',
  ConsentSuperseded: 'consent superseded',
  ConsentRevoked: 'consent revoked',
  ConsentExpired: 'consent expired',
  ConsentInvalidationProposed: 'invalidation proposed',
  ConsentInvalidated: 'consent invalidated',
  ConsentUseReturned: 'use returned',
}

function tellConsentChange(event: ChainEvent): Told | null {
  const name = consentChanges[event.name]
  // These events carry ids, numbers and addresses only.
  return name === undefined ? null : { name, details: event.args as Told['details'] }
}

function consentDetails({ args }: NamedEvent<'ConsentRecorded'>): Told['details'] {
  const { grant, consentId, grantee, subject } = args
  return {
    consentId,
    subject,
    grantee,
    purpose: purposeName(grant.purpose),
    categories: categoryWords(grant.categories),
    mayRelay: grant.relayAllowed,
    relayMayBeKept: grant.relayStore,
    maxUses: grant.maxUses,
    attempts: grant.attempts,
    notBefore: grant.notBefore,
    expiresAt: grant.expiresAt,
    commitment: grant.commitment,
    summaryHash: grant.summaryHash,
  }
}

function requestDetails({ args }: NamedEvent<'QueryRequested'>): Told['details'] {
  const { terms, queryId, legId, consentId, buyer, seller, usesLeft, attempts } = args
  const { fee, relayFee, missFee, receiptBy, settleBy, bodyHash, mayRelay } = terms
  return {
    queryId,
    legId,
    consentId,
    buyer,
    seller,
    purpose: purposeName(terms.purpose),
    categories: categoryWords(terms.categories),
    ...{ fee, relayFee, missFee, escrow: fee + relayFee },
    ...{ receiptBy, settleBy, mayRelay, bodyHash, usesLeft, attempts },
  }
}

function broadcastDetails({ args }: NamedEvent<'QueryBroadcast'>): Told['details'] {
  return { ...args, categories: categoryWords(args.categories) }
}

function tradeDetails({ args }: NamedEvent<'TradeAccepted'>): Told['details'] {
  const { offer, tradeLegId, queryId, seller, parentLegId } = args
  const { buyer, price, royaltyBps, contentCommitment, claimsHash, receiptBy, settleBy } = offer
  return {
    ...{ tradeLegId, queryId, parentLegId, buyer, seller, price, royaltyBps },
    categories: categoryWords(offer.categories),
    ...{ contentCommitment, claimsHash, receiptBy, settleBy },
  }
}

function settlementDetails({ args }: NamedEvent<'LegSettled'>): Told['details'] {
  return { ...args, outcome: args.outcome === outcomes.HIT ? 'HIT' : 'MISS' }
}

function categoryWords(mask: number): string {
  return categoriesIn(mask).join(', ')
}

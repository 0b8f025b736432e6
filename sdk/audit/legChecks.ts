import { type ChainEvent, isEvent } from '../chain/events.ts'
import { type Address, type LegId, outcomes } from '../chain/ids.ts'
import type { LegEnding } from '../client/facts.ts'
import type { CheckContext, TraceCheck } from './check.ts'

/** A leg as its terms say it must end. */
export interface CheckedLeg {
  readonly legId: LegId
  readonly buyer: Address
  readonly seller: Address
  readonly escrow: bigint
  readonly due: { readonly hit: bigint; readonly miss: bigint }
  readonly settleBy: number
  readonly opened: ChainEvent
  readonly endings: readonly LegEnding[]
}

/** Checks the end of a leg; one that is still open fails nothing. */
export function checkLeg(leg: CheckedLeg, context: CheckContext): TraceCheck[] {
  const { legId: about, endings } = leg
  const every = (claim: string, holds: (ending: LegEnding) => boolean): TraceCheck => ({
    claim,
    ok: endings.every(holds),
    about,
  })
  return [
    { claim: 'the leg ended at most once', ok: endings.length <= 1, about },
    every('it ended between the parties of its terms', ({ args }) => isBetween(args, leg)),
    every('escrow = paid + refunded, to the unit', (ending) => {
      return paidIn(ending) + ending.args.refunded === leg.escrow
    }),
    every('the outcome was paid as its terms say', (ending) => isPaidAsAgreed(ending, leg)),
    every('settled before it lapsed, or reclaimed after', (ending) => {
      return isEvent(ending, 'LegReclaimed') === isLapsedAt(ending, leg, context)
    }),
  ]
}

function isBetween(ended: { buyer: Address; seller: Address }, { buyer, seller }: CheckedLeg) {
  return ended.buyer === buyer && ended.seller === seller
}

function paidIn(ending: LegEnding): bigint {
  return isEvent(ending, 'LegSettled') ? ending.args.paid : 0n
}

function isPaidAsAgreed(ending: LegEnding, { due }: CheckedLeg): boolean {
  if (!isEvent(ending, 'LegSettled')) return true
  const { outcome, paid } = ending.args
  return paid === (outcome === outcomes.HIT ? due.hit : due.miss)
}

// PROTOCOL 4: by time and by blocks.
function isLapsedAt(ending: LegEnding, leg: CheckedLeg, { deployment, timeOf }: CheckContext) {
  const isPastTime = timeOf(ending) > leg.settleBy
  const blocksSince = ending.blockNumber - leg.opened.blockNumber
  return isPastTime && blocksSince > deployment.windows.lapseBlocks
}

import type { ModelArtefact } from '../artefact.ts'
import { daysPastDue } from '../lateness.ts'
import { monthName, monthNumber } from '../months.ts'
import { paysInFull } from './adviceWays.ts'
import { lookBackOf } from './ageing.ts'
import type { Present } from './futures.ts'
import type { Account } from './futuresAccount.ts'

/** Of the target of who is below it. */
export const cutOffName = 'the cut-off'

/** Late payments of the past that still count. */
export interface LateMonths {
  /** The newest of them, `YYYY-MM`. */
  readonly lateMonth: string
  readonly isOnlyOne: boolean
  /** They count no more in records that reach this month. */
  readonly endsInMonth: string
  /** From the newest record until then. */
  readonly months: number
}

/** Of a model that looks back so many months. Null where no late month counts, and where something is overdue now: that comes first. */
export function lateMonthsAhead(
  { accounts, anchorMonth }: Present,
  lookBack: number,
): LateMonths | null {
  const late = accounts
    .flatMap(({ history }) => history)
    .filter((entry) => (daysPastDue(entry) ?? 0) > 0)
    .map(({ month }) => monthNumber(month))
    .filter((month) => month > anchorMonth - lookBack)
  if (late.length === 0 || accounts.some(({ isLate }) => isLate)) return null
  const newest = Math.max(...late)
  const ends = newest + lookBack
  return {
    lateMonth: monthName(newest),
    isOnlyOne: new Set(late).size === 1,
    endsInMonth: monthName(ends),
    months: ends - anchorMonth,
  }
}

/**
 * `short`: the file hardly tells anything. `well`: above the line with nothing to find fault with; so is `good`, but for late
 * months of the past. `inFull`: below the line, though every statement is paid in full and on time. `above`: above the line.
 */
export type Standing = 'short' | 'well' | 'good' | 'inFull' | 'above' | 'other'

const leastMonthsOfUse = 3
// Late months that no model counts any more are no reason to withhold praise.
const monthsOfPraise = 24

export function standingOf(
  artefact: ModelArtefact,
  { present, score }: { readonly present: Present; readonly score: number },
): Standing {
  const { accounts } = present
  if (accounts.some(({ isLate }) => isLate)) return 'other'
  const isFaultless = lateMonthsAhead(present, lookBackOf(artefact)) === null
  if (isFaultless && monthsOfUse(accounts) < leastMonthsOfUse) return 'short'
  const isAbove = score >= artefact.cutOff.score
  const isOnTime = isFaultless && lateMonthsAhead(present, monthsOfPraise) === null
  const isPraised = !accounts.some((account) => missedPayment(account) || isMuchUsed(account))
  const cards = accounts.filter(({ kind }) => kind === 'card')
  const isInFull = isOnTime && isPraised && cards.length > 0 && cards.every(isAlwaysPaidInFull)
  if (!isAbove) return isInFull ? 'inFull' : 'other'
  if (!isPraised || !(isInFull || shareBelow(artefact, score) >= 0.5)) return 'above'
  return isOnTime ? 'well' : 'good'
}

/** Nothing was paid in a month that followed a statement with something to pay. */
function missedPayment({ history }: Account): boolean {
  return history.slice(0, monthsOfPraise).some(({ month, paymentAmount }, at) => {
    const before = history[at + 1]
    const isNext = before && monthNumber(before.month) === monthNumber(month) - 1
    return paymentAmount === 0 && isNext === true && (before.statementBalance ?? 0) > 0
  })
}

const muchUse = 0.5

/** On average of the last half year. */
function isMuchUsed({ balance, limit, kind, past }: Account): boolean {
  if (kind !== 'card' || limit === null) return false
  const owed = past.length > 0 ? past.map((month) => month.balance) : [balance]
  return owed.reduce((sum, each) => sum + each, 0) > muchUse * limit * owed.length
}

function isAlwaysPaidInFull(account: Account): boolean {
  return account.past.length > 1 && paysInFull(account)
}

/** Months, of the last that are known, in which anything was owed or paid, or of which the source does not say. */
function monthsOfUse(accounts: readonly Account[]): number {
  const used = accounts
    .flatMap(({ history }) => history)
    .filter(
      ({ statementBalance = 1, paymentAmount = 1 }) => statementBalance > 0 || paymentAmount > 0,
    )
  return new Set(used.map(({ month }) => month)).size
}

/** Of the people whom the model learnt from, by whole bins. */
function shareBelow({ references: { scores } }: ModelArtefact, score: number): number {
  const bins = scores.cuts.filter((cut) => cut <= score).length
  return scores.shares.slice(0, bins).reduce((sum, share) => sum + share, 0)
}

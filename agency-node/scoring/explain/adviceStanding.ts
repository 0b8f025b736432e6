import type { ModelArtefact } from '../artefact.ts'
import { daysPastDue } from '../lateness.ts'
import { monthName, monthNumber } from '../months.ts'
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

/** `short`: the file hardly tells anything. `good`: nothing is overdue, and most people score lower. `well`: nor was there ever. */
export type Standing = 'short' | 'good' | 'well' | 'other'

const leastMonthsOfUse = 3

export function standingOf(
  artefact: ModelArtefact,
  { present, score }: { readonly present: Present; readonly score: number },
): Standing {
  const { accounts } = present
  if (accounts.some(({ isLate }) => isLate)) return 'other'
  const isFaultless = lateMonthsAhead(present, lookBackOf(artefact)) === null
  if (isFaultless && monthsOfUse(accounts) < leastMonthsOfUse) return 'short'
  const isGood = score >= artefact.cutOff.score && shareBelow(artefact, score) >= 0.5
  if (!isGood) return 'other'
  return isFaultless ? 'well' : 'good'
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

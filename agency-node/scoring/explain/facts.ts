import type { PaymentMonth } from '@creditmesh/sdk/wire/records/payloads/tradeline.ts'
import type { UcrRecord } from '@creditmesh/sdk/wire/records/record.ts'
import type { Cell } from '../../analysis/scorecard/binning.ts'
import type { FeatureContext } from '../features.ts'
import { daysLateByMonth } from '../lateness.ts'
import { monthName, monthNumber } from '../months.ts'
import { type TradelineView, viewTradelines } from '../tradelineView.ts'
import { paymentsAgainstDue, type UsageByMonth, usageByMonth } from '../usage.ts'
import { type AccountFacts, accountsOf } from './accountFacts.ts'
import { type ImpossibleStep, impossibleStepsOf } from './impossibleSteps.ts'
import { type LateMonth, lateMonthsOf } from './lateMonths.ts'
import { type Overdue, overdueOf } from './overdue.ts'

/** How many of the newest months most features look at. */
export const recentMonths = 6

/**
 * What a person's records say, in months and amounts, as they were scored: the same accounts and months that the features
 * saw, so that a sentence made of this can be held against the score. Amounts are minor units of the model's currency.
 */
export interface FileFacts {
  readonly currency: string
  /** `YYYY-MM`, of the months that the score could see. */
  readonly firstMonth: string
  readonly lastMonth: string
  /** Of the account that has most. */
  readonly monthsReported: number
  readonly accounts: readonly AccountFacts[]
  readonly openAccounts: number
  /** Listed as late, counted or not; newest first. */
  readonly late: readonly LateMonth[]
  /** Listed so, and not possible; newest first by account. */
  readonly impossible: readonly ImpossibleStep[]
  /** Whether any month says if something was late. */
  readonly tellsLateness: boolean
  readonly overdue: Overdue | null
  /** The newest months, newest first. */
  readonly recent: readonly MonthFacts[]
  /** Sum of limits; null where none is on file. */
  readonly limit: Cell
}

/** All accounts together in one month; null where the file does not say. */
export interface MonthFacts {
  readonly month: string
  readonly balance: Cell
  readonly paid: Cell
  /** What the statement of the month before showed. */
  readonly due: Cell
  /** Basis points of the limits that were used. */
  readonly share: Cell
  readonly use: MonthUse
  /** The source's own word. */
  readonly isListedInFull: boolean
}

/** What a month was that the features may count as orderly use, the first that fits. */
export type MonthUse =
  | 'carried' // credit carried over with nothing late on that account
  | 'late'
  | 'paid_in_full'
  | 'nothing_due'
  | 'listed_in_full' // by the source's word, where the amounts do not show it
  | 'listed_unused'
  | 'unknown'

type MonthlyUsage = NonNullable<PaymentMonth['usage']>

/** Null for a thin file, as the features are. Pure. */
export function factsOf(
  records: readonly UcrRecord[],
  { asOf, currency }: FeatureContext,
): FileFacts | null {
  const view = viewTradelines(records, asOf)
  if (view === null) return null
  const usage = usageByMonth(view, currency)
  const daysLate = daysLateByMonth(view)
  const { lines, anchorMonth } = view
  const months = lines.flatMap((line) => line.months.flatMap((entry) => entry?.month ?? []))
  const accounts = accountsOf(view)
  return {
    currency,
    firstMonth: months.sort()[0] ?? monthName(anchorMonth),
    lastMonth: monthName(anchorMonth),
    monthsReported: Math.max(...lines.map((line) => line.months.filter(Boolean).length)),
    accounts,
    openAccounts: accounts.filter(({ isOpen }) => isOpen).length,
    late: lateMonthsOf(view),
    impossible: impossibleStepsOf(view),
    tellsLateness: daysLate.some((days) => days !== null),
    overdue: overdueOf(view, currency),
    recent: recentOf(view, usage, daysLate),
    limit: usage.limit,
  }
}

function recentOf(
  view: TradelineView,
  usage: UsageByMonth,
  daysLate: readonly Cell[],
): MonthFacts[] {
  const dues = paymentsAgainstDue(usage, recentMonths)
  return dues.map((known, at) => {
    const paid = usage.payment[at] ?? null
    const due = known?.due ?? null
    const isLate = (daysLate[at] ?? 0) > 0
    return {
      month: monthName(view.anchorMonth - at),
      balance: usage.balance[at] ?? null,
      paid,
      due,
      share: usage.utilisation[at] ?? null,
      isListedInFull: isListed(view, at, 'PAID_IN_FULL'),
      use:
        usage.orderlyUse[at] === 1
          ? 'carried'
          : isLate
            ? 'late'
            : quietUse({ paid, due, view, at }),
    }
  })
}

interface QuietMonth {
  readonly paid: Cell
  readonly due: Cell
  readonly view: TradelineView
  /** Distance from the anchor. */
  readonly at: number
}

function quietUse({ paid, due, view, at }: QuietMonth): MonthUse {
  if (due === 0) return 'nothing_due'
  if (due !== null && paid !== null && paid >= due) return 'paid_in_full'
  if (isListed(view, at, 'PAID_IN_FULL')) return 'listed_in_full'
  return isListed(view, at, 'UNUSED') ? 'listed_unused' : 'unknown'
}

function isListed({ lines }: TradelineView, at: number, usage: MonthlyUsage): boolean {
  return lines.some(({ months }) => months[at]?.usage === usage)
}

/** Whole months from the first to the second. */
export function monthsBetween(from: string, to: string): number {
  return monthNumber(to) - monthNumber(from)
}

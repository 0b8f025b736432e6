import type { Cell } from '../../analysis/scorecard/binning.ts'
import { daysPastDue } from '../lateness.ts'
import type { LineView, TradelineView } from '../tradelineView.ts'

/** What is past due in the last month on file. */
export interface Overdue {
  /** Places of the accounts. */
  readonly accounts: readonly number[]
  /** Minor units; null where the file does not say of each account, so that only who keeps it can. */
  readonly amount: Cell
}

/** Null where nothing is. */
export function overdueOf({ lines }: TradelineView, currency: string): Overdue | null {
  const accounts = lines.flatMap(({ months: [now] }, at) =>
    now !== undefined && (daysPastDue(now) ?? 0) > 0 ? [at] : [],
  )
  if (accounts.length === 0) return null
  const amounts = accounts.map((at) => amountOf(lines[at] as LineView, currency))
  const isKnown = amounts.every((amount) => amount !== null)
  const amount = isKnown ? amounts.reduce<number>((sum, part) => sum + (part as number), 0) : null
  return { accounts, amount }
}

/** 0 on a late account is no amount that anybody could pay. */
function amountOf({ tradeline, months: [now] }: LineView, currency: string): Cell {
  if (tradeline.currency !== currency) return null
  return (now?.amountPastDue ?? tradeline.amountPastDue) || null
}

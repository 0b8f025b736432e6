import type { PaymentMonth } from '@creditmesh/sdk/wire/records/payloads/tradeline.ts'
import type { Cell } from '../analysis/scorecard/binning.ts'
import { daysPastDue } from './lateness.ts'
import { type LineView, type TradelineView, viewMonths } from './tradelineView.ts'

/** Ratios are whole basis points, so that no rounding differs between machines. */
export const wholeInBasisPoints = 10_000

/**
 * Money over all lines of one currency, by months before the anchor; null where no line tells. Lines of other currencies
 * stay out of sums of money, though not out of lateness.
 */
export interface UsageByMonth {
  /** Statement balances; a balance in the person's favour counts as 0. */
  readonly balance: readonly Cell[]
  readonly payment: readonly Cell[]
  /** Balances on lines with a limit, in basis points of the limits. */
  readonly utilisation: readonly Cell[]
  /** 1 where a line was in use and nothing was late, 0 where none was. */
  readonly orderlyUse: readonly Cell[]
  /** Sum of the limits that stand behind the newest known utilisation. */
  readonly limit: Cell
}

export function usageByMonth({ lines }: TradelineView, currency: string): UsageByMonth {
  const ours = lines.filter(({ tradeline }) => tradeline.currency === currency)
  const months = Array.from({ length: viewMonths }, (_, distance) => usageOf(ours, distance))
  return {
    balance: months.map(({ balance }) => balance),
    payment: months.map(({ payment }) => payment),
    utilisation: months.map(({ limited, limit }) => basisPoints(limited, limit)),
    orderlyUse: months.map(({ orderlyUse }) => orderlyUse),
    limit: months.find(({ limit }) => limit !== null)?.limit ?? null,
  }
}

interface MonthOfUse {
  balance: Cell
  payment: Cell
  /** Balances of the lines that have a limit, and the limits. */
  limited: Cell
  limit: Cell
  orderlyUse: Cell
}

function usageOf(lines: readonly LineView[], distance: number): MonthOfUse {
  const sum: MonthOfUse = {
    balance: null,
    payment: null,
    limited: null,
    limit: null,
    orderlyUse: null,
  }
  for (const { tradeline, months } of lines) {
    const entry = months[distance]
    if (entry === undefined) continue
    const { paymentAmount: paid, statementBalance: stated } = entry
    if (paid !== undefined) sum.payment = (sum.payment ?? 0) + paid
    const orderly = isOrderlyUse(entry, months[distance + 1])
    if (orderly !== null) sum.orderlyUse = Math.max(sum.orderlyUse ?? 0, orderly ? 1 : 0)
    if (stated === undefined) continue
    const owed = Math.max(0, stated)
    sum.balance = (sum.balance ?? 0) + owed
    if (tradeline.creditLimit === null || tradeline.creditLimit === 0) continue
    sum.limited = (sum.limited ?? 0) + owed
    sum.limit = (sum.limit ?? 0) + tradeline.creditLimit
  }
  return sum
}

/** Credit was drawn and carried on, and nothing was late: by the source's own word, else by balance and payment. */
function isOrderlyUse(entry: PaymentMonth, before: PaymentMonth | undefined): boolean | null {
  const days = daysPastDue(entry)
  if (days === null) return null
  if (days > 0) return false
  if (entry.usage !== undefined) return entry.usage === 'REVOLVING'
  const due = before?.statementBalance
  if (entry.paymentAmount === undefined || due === undefined) return null
  return due > 0 && entry.paymentAmount < due
}

/** Rounded up: 0 only where nothing at all was drawn. */
function basisPoints(part: Cell, whole: Cell): Cell {
  if (part === null || whole === null) return null
  return Math.ceil((part * wholeInBasisPoints) / whole)
}

/** What was paid in each month and what the statement of the month before asked for; null where either is unknown. */
export function paymentsAgainstDue({ balance, payment }: UsageByMonth, months: number) {
  return Array.from({ length: months }, (_, distance) => {
    const paid = payment[distance] ?? null
    const due = balance[distance + 1] ?? null
    return paid === null || due === null ? null : { paid, due }
  })
}

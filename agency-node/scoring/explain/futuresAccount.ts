import type { AccountStatus, PaymentBucket } from '@creditmesh/sdk/wire/records/enums.ts'
import type { PaymentMonth, Tradeline } from '@creditmesh/sdk/wire/records/payloads/tradeline.ts'
import type { TradelineRecord } from '@creditmesh/sdk/wire/records/record.ts'
import { daysPastDue } from '../lateness.ts'
import { monthNumber } from '../months.ts'
import type { LineView } from '../tradelineView.ts'

/** Minor units; a balance in the person's favour counts as 0. */
export interface MonthOfMoney {
  readonly balance: number
  readonly payment: number
  /** As a month of the past was used, where one is repeated; else it follows from the amounts. */
  readonly usage?: PaymentMonth['usage']
}

/** One account as it stands: what of it a future goes on from. */
export interface Account {
  readonly record: TradelineRecord
  /** Months that a score of this day sees, newest first. */
  readonly history: readonly PaymentMonth[]
  readonly newest: PaymentMonth | undefined
  /** `lost` is a debt that the lender has written off or taken over; `closed` one that is not reported any more. */
  readonly kind: 'card' | 'loan' | 'lost' | 'closed'
  readonly tells: {
    readonly balance: boolean
    readonly payment: boolean
    readonly usage: boolean
  }
  /** Owed now. */
  readonly balance: number
  /** Null where there is none: a share of it means nothing. */
  readonly limit: number | null
  readonly isLate: boolean
  /** Null where the source does not know. */
  readonly overdue: number | null
  /** Months of which balance and payment are known, newest first, six at most. */
  readonly past: readonly MonthOfMoney[]
  /** What was bought in each month that can be told, newest first. */
  readonly purchases: readonly number[]
  /** As agreed, else the mean payment of the last three months; where payments are unknown, a twenty-fourth of what is owed. */
  readonly usualPayment: number
}

interface Seen {
  readonly line: LineView
  readonly anchorMonth: number
  /** Of the time of scoring: nothing after it is known. */
  readonly lastMonth: number
}

/** An account not reported for longer than this is taken to be reported no more. */
const mostSilentMonths = 2
const monthsOfHabit = 6

export function accountNow(record: TradelineRecord, seen: Seen): Account {
  const { payload } = record
  const history = payload.paymentHistory.filter(({ month }) => monthNumber(month) <= seen.lastMonth)
  const newest = history[0]
  const past = moneyOf(seen.line)
  const balance = Math.max(0, newest?.statementBalance ?? payload.currentBalance ?? 0)
  return {
    ...{ record, history, newest, balance, past },
    kind: kindOf(payload, { newest, anchorMonth: seen.anchorMonth }),
    tells: {
      balance: newest?.statementBalance !== undefined,
      payment: newest?.paymentAmount !== undefined,
      usage: history.some(({ usage }) => usage !== undefined),
    },
    limit: payload.creditLimit === 0 ? null : payload.creditLimit,
    isLate: newest !== undefined && (daysPastDue(newest) ?? 0) > 0,
    overdue: newest?.amountPastDue ?? payload.amountPastDue,
    purchases: purchasesOf(past),
    usualPayment: payload.scheduledMonthlyPaymentAmount ?? usualPaymentOf(past, balance),
  }
}

interface Newest {
  readonly newest: PaymentMonth | undefined
  readonly anchorMonth: number
}

function kindOf(line: Tradeline, { newest, anchorMonth }: Newest): Account['kind'] {
  const isClosed =
    typeof line.dateClosed === 'string' && monthNumber(line.dateClosed) <= anchorMonth
  if (newest === undefined) return 'closed'
  if (anchorMonth - monthNumber(newest.month) > mostSilentMonths) return 'closed'
  if (lostBuckets.has(newest.bucket)) return 'lost'
  if (isClosed || endedStatuses.has(line.accountStatus)) return 'closed'
  if (newest.bucket === 'SETTLED_CLOSED') return 'closed'
  return instalments.has(line.portfolioType) ? 'loan' : 'card'
}

const lostBuckets: ReadonlySet<PaymentBucket> = new Set([
  ...(['COLLECTION', 'TERMINATED_UNPAID', 'CHARGE_OFF', 'GUARANTOR_PAID'] as const),
  ...(['ASSET_SETTLED', 'FORECLOSED', 'SURRENDERED', 'REPOSSESSED'] as const),
])

const endedStatuses: ReadonlySet<AccountStatus> = new Set([
  ...(['PAID', 'TRANSFERRED', 'PAID_WAS_SURRENDERED', 'PAID_WAS_COLLECTION'] as const),
  ...(['PAID_WAS_REPOSSESSED', 'PAID_WAS_CHARGE_OFF', 'PAID_WAS_FORECLOSED'] as const),
])

const instalments: ReadonlySet<Tradeline['portfolioType']> = new Set([
  ...(['INSTALMENT', 'MORTGAGE', 'LEASE'] as const),
])

function moneyOf({ months }: LineView): MonthOfMoney[] {
  return months.slice(0, monthsOfHabit).flatMap((entry) => {
    if (entry?.statementBalance === undefined || entry.paymentAmount === undefined) return []
    const { statementBalance, paymentAmount: payment, usage } = entry
    return [{ balance: Math.max(0, statementBalance), payment, usage }]
  })
}

/** What the balance grew by beside what was paid. */
function purchasesOf(past: readonly MonthOfMoney[]): number[] {
  return past.slice(0, -1).map(({ balance, payment }, at) => {
    const before = (past[at + 1] as MonthOfMoney).balance
    return Math.max(0, balance - before + payment)
  })
}

const monthsOfUsualPayment = 3
const usualTerm = 24

function usualPaymentOf(past: readonly MonthOfMoney[], balance: number): number {
  const last = past.slice(0, monthsOfUsualPayment)
  if (last.length === 0) return Math.ceil(balance / usualTerm)
  return Math.round(last.reduce((sum, { payment }) => sum + payment, 0) / last.length)
}

import type { PaymentMonth, Tradeline } from '@creditmesh/sdk/wire/records/payloads/tradeline.ts'
import type { TradelineRecord, UcrRecord } from '@creditmesh/sdk/wire/records/record.ts'
import { monthName, monthNumberAt } from '../months.ts'
import { type LineView, viewTradelines } from '../tradelineView.ts'
import { type Account, accountNow, type MonthOfMoney } from './futuresAccount.ts'

/** A person as her records stand, ready to be carried on. */
export interface Present {
  /** The newest month that counted (months.ts): the future begins after it. */
  readonly anchorMonth: number
  /** Whole seconds. */
  readonly asOf: number
  readonly accounts: readonly Account[]
}

/**
 * What somebody does with one of her credit cards or lines from the next month on, oldest month first, as many as are asked
 * for. Pure. Payments answer the statement of the month before.
 */
export type Course = (account: Account, months: number) => readonly MonthOfMoney[]

/** Null for a thin file. What a score of this day does not see is left behind. */
export function presentOf(records: readonly UcrRecord[], asOf: number): Present | null {
  const view = viewTradelines(records, asOf)
  if (view === null) return null
  const lastMonth = monthNumberAt(asOf)
  const accounts = view.lines.map((line) =>
    accountNow(recordOf(records, line), { line, anchorMonth: view.anchorMonth, lastMonth }),
  )
  return { anchorMonth: view.anchorMonth, asOf, accounts }
}

function recordOf(records: readonly UcrRecord[], { recordId, tradeline }: LineView) {
  const found = records.find((each) => each.recordId === recordId && each.payload === tradeline)
  return found as TradelineRecord // the view was made of them
}

/** The records and the time of a day so many months on, whichever day up to the last that was simulated. */
export type Future = (months: number) => { records: readonly UcrRecord[]; asOf: number }

/**
 * Carries every account on by some months in which nothing is paid late. A card follows the course; a loan is paid off at its
 * pace; what is closed stays as it is, and a debt that was written off stays that, since nothing is known of what comes after.
 */
export function futureOf(present: Present, course: Course, mostMonths: number): Future {
  const carried = present.accounts.map((account) =>
    monthsOnFile(account, {
      ahead: monthsAhead(account, course, mostMonths),
      anchorMonth: present.anchorMonth,
    }),
  )
  return (months) => ({
    records: present.accounts.map((account, at) => {
      const added = carried[at] as readonly PaymentMonth[]
      return recordWith(account, added.slice(Math.max(0, added.length - months)))
    }),
    asOf: monthsLater(present.asOf, months),
  })
}

function monthsAhead(account: Account, course: Course, months: number): readonly MonthOfMoney[] {
  if (account.kind === 'card') return course(account, months)
  if (account.kind === 'loan') return repaid(account, months)
  return account.kind === 'lost' ? Array.from({ length: months }, () => ({ ...unpaid })) : []
}

const unpaid: MonthOfMoney = { balance: 0, payment: 0 }

/** A loan goes down by its usual instalment until nothing is left. */
function repaid({ balance, usualPayment }: Account, months: number): MonthOfMoney[] {
  const ahead: MonthOfMoney[] = []
  for (let owed = balance; ahead.length < months; ) {
    const payment = Math.min(owed, usualPayment)
    owed -= payment
    ahead.push({ balance: owed, payment })
  }
  return ahead
}

interface Ahead {
  readonly ahead: readonly MonthOfMoney[]
  readonly anchorMonth: number
}

/** Newest first. */
function monthsOnFile(account: Account, { ahead, anchorMonth }: Ahead): PaymentMonth[] {
  const months = ahead.map((money, at) =>
    monthOnFile(account, {
      ...{ month: monthName(anchorMonth + 1 + at), money },
      due: at === 0 ? account.balance : (ahead[at - 1] as MonthOfMoney).balance,
    }),
  )
  return months.reverse()
}

const mostMonthsOnFile = 60

function recordWith(account: Account, added: readonly PaymentMonth[]): TradelineRecord {
  const { record, history } = account
  const paymentHistory = [...added, ...history].slice(0, mostMonthsOnFile)
  const payload = { ...record.payload, ...statusOf(account, added[0]), paymentHistory }
  return { ...record, payload }
}

interface Appended {
  readonly month: string
  readonly money: MonthOfMoney
  readonly due: number
}

/** Says what the source says of a month and no more: no balance where it gives none, no usage where it draws no distinction. */
function monthOnFile(account: Account, { month, money, due }: Appended): PaymentMonth {
  const { kind, tells, newest } = account
  if (kind === 'lost' && newest !== undefined) return { ...newest, month }
  return {
    ...{ month, bucket: 'CURRENT', daysPastDue: 0, amountPastDue: 0 },
    ...(tells.balance ? { statementBalance: money.balance } : {}),
    ...(tells.payment ? { paymentAmount: money.payment } : {}),
    ...(tells.usage ? { usage: money.usage ?? usageOf(money, due) } : {}),
  }
}

function usageOf({ balance, payment }: MonthOfMoney, due: number): PaymentMonth['usage'] {
  if (due > 0) return payment >= due ? 'PAID_IN_FULL' : 'REVOLVING'
  return balance > 0 ? 'PAID_IN_FULL' : 'UNUSED'
}

function statusOf({ kind, record }: Account, newest: PaymentMonth | undefined): Partial<Tradeline> {
  if (newest === undefined || kind === 'lost') return {}
  const { currentBalance } = record.payload
  return {
    ...{ accountStatus: 'CURRENT', amountPastDue: 0 },
    currentBalance: currentBalance === null ? null : (newest.statementBalance ?? null),
  }
}

function monthsLater(seconds: number, months: number): number {
  const month = monthNumberAt(seconds) + months
  return Date.UTC(Math.floor(month / 12), month % 12, 1) / 1000
}

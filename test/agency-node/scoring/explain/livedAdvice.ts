import type { PaymentMonth } from '@creditmesh/sdk/wire/records/payloads/tradeline.ts'
import type { TradelineRecord } from '@creditmesh/sdk/wire/records/record.ts'

/** What somebody who reads a plan does in one month: pays towards the last bill, and buys. Minor units. */
export interface Deed {
  readonly pays: number
  readonly buys: number
}

export interface Standing {
  readonly bill: number
  /** Counts from 1. */
  readonly month: number
}

export type Habit = (standing: Standing) => Deed

/** One way of reading the words of a plan, in full. */
export interface Reading {
  readonly name: string
  readonly habit: Habit
  /** Months before the time that the plan counts from. */
  readonly leadIn?: number
}

/** The card as its statements tell it, newest first. */
export interface Card {
  readonly limit: number
  readonly bills: readonly number[]
  readonly paid: readonly number[]
}

export function cardOf({ payload }: TradelineRecord): Card {
  const months = payload.paymentHistory
  return {
    limit: payload.creditLimit ?? 0,
    bills: months.map(({ statementBalance }) => Math.max(0, statementBalance ?? 0)),
    paid: months.map(({ paymentAmount }) => paymentAmount ?? 0),
  }
}

/** Lives through some months on one card, none of them late, and writes what its bank would report. */
export function live(line: TradelineRecord, habit: Habit, months: number): TradelineRecord {
  const paymentHistory = [...line.payload.paymentHistory]
  let bill = Math.max(0, paymentHistory[0]?.statementBalance ?? 0)
  for (let month = 1; month <= months; month++) {
    const { pays, buys } = habit({ bill, month })
    const paymentAmount = Math.round(Math.min(bill, Math.max(0, pays)))
    const statementBalance = Math.round(bill - paymentAmount + Math.max(0, buys))
    const last = paymentHistory[0] as PaymentMonth
    const usage =
      bill === 0 && statementBalance === 0
        ? 'UNUSED'
        : paymentAmount >= bill
          ? 'PAID_IN_FULL'
          : 'REVOLVING'
    const status = { bucket: 'CURRENT', daysPastDue: 0, amountPastDue: 0 } as const
    const money = { statementBalance, paymentAmount }
    paymentHistory.unshift({ month: monthAfter(last.month), ...status, ...money, usage })
    bill = statementBalance
  }
  return { ...line, payload: { ...line.payload, paymentHistory } }
}

function monthAfter(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
}

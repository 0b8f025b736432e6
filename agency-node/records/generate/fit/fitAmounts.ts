import type { UciRow } from '../../uciRow.ts'
import { type AmountModel, balanceKindOf, type OpeningModel, useBandOf } from '../model.ts'
import { type Quantiles, quantilesOf, round } from '../quantiles.ts'
import {
  balanceMoveRegimes,
  balanceRegimes,
  isFresh,
  type MonthContext,
  openingRegimes,
  partialRegimes,
  paymentKindOf,
  paymentRegimes,
} from '../regimes.ts'
import { fitHabit } from './fitHabit.ts'
import { ShareTable, sharesOf } from './shares.ts'

const smallestShares = 100
const smallestQuantiles = 400

interface ObservedMonth extends MonthContext {
  readonly client: number
  readonly balance: number
  readonly payment: number
}

export function fitAmounts(rows: readonly UciRow[]): AmountModel {
  const months = rows.flatMap(monthsOf)
  const balanceKind = new ShareTable(3)
  const paymentKind = new ShareTable(4)
  for (const month of months) {
    const kind = balanceKindOf(month.balance)
    for (const regime of balanceRegimes(month)) balanceKind.add(regime, kind)
    const paid = paymentKindOf(month.payment, month.balanceBefore)
    for (const regime of paymentRegimes(month, month.balance)) paymentKind.add(regime, paid)
  }
  const after = (kind: number) =>
    months.filter((m) => m.balanceBefore > 0 && paymentKindOf(m.payment, m.balanceBefore) === kind)
  const shareOfBalance = (m: ObservedMonth) => m.payment / m.balanceBefore
  const owing = months.filter((m) => m.balance > 0)
  const fresh = owing.filter(beginsAnew)
  const drifting = owing.filter((m) => !beginsAnew(m))
  const prepaid = months.filter((m) => m.balanceBefore <= 0 && m.payment > 0)
  const credit = months.filter((m) => m.balance < 0)
  return {
    opening: fitOpening(rows),
    balanceKind: balanceKind.shares(smallestShares),
    paymentKind: withFallback(paymentKind.shares(smallestShares)),
    partial: quantilesBy(after(2), partialRegimes, shareOfBalance),
    over: quantilesBy(after(3), partialRegimes, shareOfBalance),
    fresh: quantilesBy(fresh, balanceMoveRegimes, useOfLimit),
    drift: quantilesBy(drifting, balanceMoveRegimes, drift),
    prepaid: quantilesOf(prepaid.map((m) => m.payment / m.limit)) ?? [],
    credit: quantilesOf(credit.map((m) => -m.balance / m.limit)) ?? [],
    habit: {
      fresh: fitHabit(fresh, (m) => balanceMoveRegimes(m)[0] ?? '*', useOfLimit),
      drift: fitHabit(drifting, (m) => balanceMoveRegimes(m)[0] ?? '*', drift),
      partial: fitHabit(after(2), (m) => partialRegimes(m)[0] ?? '*', shareOfBalance),
    },
  }
}

function monthsOf(row: UciRow, client: number): ObservedMonth[] {
  return [4, 3, 2, 1, 0].map((i) => ({
    client,
    limit: row.limit,
    stateBefore: row.pay[i + 1] ?? 0,
    state: row.pay[i] ?? 0,
    balanceBefore: row.bill[i + 1] ?? 0,
    balance: row.bill[i] ?? 0,
    payment: row.paid[i] ?? 0,
  }))
}

function beginsAnew({ payment, balanceBefore }: ObservedMonth): boolean {
  return isFresh(balanceBefore, paymentKindOf(payment, balanceBefore))
}

function useOfLimit(month: ObservedMonth): number {
  return month.balance / month.limit
}

function drift(month: ObservedMonth): number {
  return (month.balance - month.balanceBefore) / month.limit
}

/** A kind of month too rare to be measured is taken to be paid in full. */
function withFallback(table: Record<string, number[]>): Record<string, number[]> {
  const fallback: Record<string, number[]> = {}
  for (const before of [0, 1, 2]) {
    for (const now of [0, 1, 2, 3, 4]) {
      for (const balance of [0, 1, 2]) {
        fallback[`${before}:${now}:${balance}`] = before === 2 ? [0, 1, 0, 0] : [1, 0, 0, 0]
      }
    }
  }
  return { ...fallback, ...table }
}

function quantilesBy(
  months: readonly ObservedMonth[],
  regimesOf: (month: ObservedMonth) => string[],
  measure: (month: ObservedMonth) => number,
): Record<string, Quantiles> {
  const samples = new Map<string, number[]>()
  for (const month of months) {
    for (const regime of regimesOf(month)) {
      const sample = samples.get(regime) ?? []
      sample.push(measure(month))
      samples.set(regime, sample)
    }
  }
  const table: Record<string, Quantiles> = {}
  for (const regime of [...samples.keys()].sort()) {
    const quantiles = quantilesOf(samples.get(regime) ?? [], smallestQuantiles)
    if (quantiles !== null) table[regime] = quantiles
  }
  return table
}

function fitOpening(rows: readonly UciRow[]): Record<string, OpeningModel> {
  const groups = new Map<string, UciRow[]>()
  for (const row of rows) {
    for (const regime of openingRegimes(row.limit, row.pay[5] ?? 0)) {
      const group = groups.get(regime) ?? []
      group.push(row)
      groups.set(regime, group)
    }
  }
  const table: Record<string, OpeningModel> = {}
  for (const regime of [...groups.keys()].sort()) {
    const model = openingOf(groups.get(regime) ?? [])
    if (model !== null) table[regime] = model
  }
  return table
}

function openingOf(rows: readonly UciRow[]): OpeningModel | null {
  const kinds = [0, 0, 0]
  for (const row of rows) {
    const kind = balanceKindOf(row.bill[5] ?? 0)
    kinds[kind] = (kinds[kind] ?? 0) + 1
  }
  const owing = rows.filter((row) => (row.bill[5] ?? 0) > 0)
  const utilisation = quantilesOf(owing.map((row) => (row.bill[5] ?? 0) / row.limit))
  if (rows.length < smallestQuantiles || utilisation === null) return null
  return { balanceKind: sharesOf(kinds), utilisation, ...paymentsByUse(rows) }
}

function paymentsByUse(rows: readonly UciRow[]): Pick<OpeningModel, 'paid' | 'payment'> {
  const paid: Record<string, number> = {}
  const payment: Record<string, Quantiles> = {}
  for (const use of ['0', '1', '2', '3', '4', '*']) {
    const own = rows.filter((row) => use === '*' || use === useOf(row))
    const paying = own.filter((row) => (row.paid[5] ?? 0) > 0)
    const quantiles = quantilesOf(paying.map((row) => (row.paid[5] ?? 0) / row.limit))
    if (quantiles === null) continue
    paid[use] = round(paying.length / own.length)
    payment[use] = quantiles
  }
  return { paid, payment }
}

function useOf(row: UciRow): string {
  return String(useBandOf(row.bill[5] ?? 0, row.limit))
}

import type { PaymentMonth, Tradeline } from '@creditmesh/sdk/wire/records/payloads/tradeline.ts'
import type { TradelineRecord, UcrRecord } from '@creditmesh/sdk/wire/records/record.ts'
import { monthNumber, monthNumberAt } from './months.ts'

/** How far back a feature may look. */
export const viewMonths = 24

/** One account as the features see it: its payment months by distance from the person's newest month. */
export interface LineView {
  readonly recordId: string
  readonly tradeline: Tradeline
  /** Index 0 is the anchor month, 1 the month before; a month without a line in the record is undefined. */
  readonly months: readonly (PaymentMonth | undefined)[]
}

/** All trade lines of one person on one time axis. */
export interface TradelineView {
  /** The newest month reported on any line, not after the month of scoring. */
  readonly anchorMonth: number
  readonly lines: readonly LineView[]
}

/**
 * Gives null for a thin file: no usable trade line, or none with a month before the time of scoring. What was not known
 * then (later months) is cut off, so that the same records give the same features whenever they are replayed. Windows
 * are counted from the newest month reported, since agencies report with a delay.
 */
export function viewTradelines(records: readonly UcrRecord[], asOf: number): TradelineView | null {
  const lastMonth = monthNumberAt(asOf)
  const usable = usableTradelines(records, lastMonth)
  const anchorMonth = newestMonth(usable, lastMonth)
  if (anchorMonth === null) return null
  return { anchorMonth, lines: usable.map((record) => viewLine(record, anchorMonth)) }
}

/**
 * The newest report of each account, whoever handed it on. A line that the person reports as identity theft is suppressed
 * (CREDIT-DATA 4), and so is one on which she is only an authorised user: its arrears are another's.
 */
function usableTradelines(records: readonly UcrRecord[], lastMonth: number): TradelineRecord[] {
  const superseded = new Set(records.map((record) => record.supersedes))
  const newest = new Map<string, TradelineRecord>()
  for (const record of records) {
    if (record.category !== 'tradeline' || superseded.has(record.recordId)) continue
    if (whyLeftOut(record) !== null) continue
    if (monthNumber(record.payload.dateOpened ?? '0000-01') > lastMonth) continue
    const account = `${record.furnisherId}|${record.payload.accountRef}`
    const other = newest.get(account)
    if (other === undefined || isNewer(record, other)) newest.set(account, record)
  }
  return [...newest.values()].sort((a, b) => compareText(a.recordId, b.recordId))
}

/** Why an account is not the person's own doing; null of one that is. */
export function whyLeftOut({
  annotations,
  payload,
}: TradelineRecord): 'identity_theft' | 'authorised_user' | null {
  if (annotations.some(isOpenIdentityTheft)) return 'identity_theft'
  return payload.liability === 'AUTHORISED_USER' ? 'authorised_user' : null
}

function isNewer(record: TradelineRecord, other: TradelineRecord): boolean {
  const order =
    compareText(record.asOf, other.asOf) ||
    record.version - other.version ||
    compareText(record.recordId, other.recordId)
  return order > 0
}

function isOpenIdentityTheft({ kind, closedAt }: UcrRecord['annotations'][number]): boolean {
  return kind === 'IDENTITY_THEFT' && closedAt === undefined
}

/** By UTF-16 code units, free of any locale. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function newestMonth(usable: readonly TradelineRecord[], lastMonth: number): number | null {
  let newest: number | null = null
  for (const { payload } of usable) {
    const first = payload.paymentHistory.find(({ month }) => monthNumber(month) <= lastMonth)
    if (first !== undefined) newest = Math.max(newest ?? 0, monthNumber(first.month))
  }
  return newest
}

function viewLine({ recordId, payload }: TradelineRecord, anchorMonth: number): LineView {
  const months: (PaymentMonth | undefined)[] = new Array(viewMonths).fill(undefined)
  for (const entry of payload.paymentHistory) {
    const distance = anchorMonth - monthNumber(entry.month)
    if (distance >= 0 && distance < viewMonths) months[distance] = entry
  }
  return { recordId, tradeline: payload, months }
}

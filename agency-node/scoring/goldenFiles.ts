import { ucrSchemaId, ucrStandard } from '@creditmesh/sdk/wire/records/envelope.ts'
import type { PaymentMonth, Tradeline } from '@creditmesh/sdk/wire/records/payloads/tradeline.ts'
import type { TradelineRecord } from '@creditmesh/sdk/wire/records/record.ts'

/** Made-up people: each touches another rule of the features. No number in here is anybody's. */
export interface GoldenFile {
  readonly asOf: number
  readonly records: TradelineRecord[]
}

const asOf = Date.UTC(2020, 11, 31) / 1000
const limit = 5_000_000

export function goldenFiles(currency: string): GoldenFile[] {
  const line = (name: string, entries: readonly MonthSketch[], change: Partial<Tradeline> = {}) =>
    tradeline(name, entries, { currency, ...change })
  return [
    { asOf, records: [] },
    { asOf, records: [line('no-months', [])] },
    { asOf, records: [line('pays-in-full', repeat(12, { owes: 400_000, pays: 400_000 }))] },
    { asOf, records: [line('carries-on', repeat(24, { owes: 2_500_000, pays: 150_000 }))] },
    { asOf, records: [line('idle', repeat(6, { owes: 0, pays: 0, usage: 'UNUSED' }))] },
    { asOf, records: [line('over-limit', repeat(6, { owes: 5_600_000, pays: 90_000 }))] },
    { asOf, records: [line('one-month-late', lateThen(1, 8))] },
    { asOf, records: [line('three-months-late', lateThen(3, 20), { dateOpened: '2015-03-10' })] },
    {
      asOf,
      records: [
        line('was-late', [...repeat(9, { owes: 900_000, pays: 60_000 }), ...lateThen(2, 3)]),
      ],
    },
    { asOf, records: [line('lost', repeat(8, { bucket: 'CHARGE_OFF', days: null }))] },
    { asOf, records: [line('no-money', repeat(7, { bucket: 'CURRENT' }), { creditLimit: null })] },
    {
      asOf,
      records: [
        line('other-money', lateThen(2, 5), { currency: currency === 'EUR' ? 'USD' : 'EUR' }),
      ],
    },
    {
      asOf,
      records: [
        line('two-lines-a', repeat(12, { owes: 100_000, pays: 20_000 })),
        line('two-lines-b', lateThen(1, 5), { creditLimit: 900_000, dateClosed: '2020-11-02' }),
        line('not-hers', lateThen(6, 6), { liability: 'AUTHORISED_USER' }),
      ],
    },
    // Scored as of the middle of the history: later months must not be seen.
    { asOf: Date.UTC(2020, 5, 15) / 1000, records: [line('later-arrears', lateThen(4, 14))] },
  ]
}

interface MonthSketch {
  readonly owes?: number
  readonly pays?: number
  readonly days?: number | null
  readonly bucket?: PaymentMonth['bucket']
  readonly usage?: PaymentMonth['usage']
}

function repeat(months: number, sketch: MonthSketch): MonthSketch[] {
  return Array.from({ length: months }, () => sketch)
}

/** Newest first: so many months of growing arrears, before them orderly ones. */
function lateThen(lateMonths: number, orderlyMonths: number): MonthSketch[] {
  const late = Array.from({ length: lateMonths }, (_, at) => ({
    days: 30 * (lateMonths - at) - 15,
    bucket: 'DPD_30_59' as const,
    owes: 3_000_000 + 100_000 * (lateMonths - at),
    pays: 0,
  }))
  return [...late, ...repeat(orderlyMonths, { owes: 2_000_000, pays: 300_000 })]
}

function monthAt(distance: number): string {
  const date = new Date(Date.UTC(2020, 11 - distance, 1))
  return date.toISOString().slice(0, 7)
}

function toMonth(sketch: MonthSketch, distance: number): PaymentMonth {
  const { bucket = 'CURRENT', days = 0, owes, pays, usage } = sketch
  return {
    month: monthAt(distance),
    bucket,
    daysPastDue: days,
    amountPastDue: days === 0 ? 0 : null,
    ...(owes === undefined ? {} : { statementBalance: owes }),
    ...(pays === undefined ? {} : { paymentAmount: pays }),
    ...(usage === undefined ? {} : { usage }),
  }
}

function tradeline(
  name: string,
  entries: readonly MonthSketch[],
  change: Partial<Tradeline> & { readonly currency: string },
): TradelineRecord {
  return {
    $schema: ucrSchemaId,
    standard: ucrStandard,
    recordId: `golden-${name}`,
    subjectRef: `golden-${name}`,
    furnisherId: 'golden',
    asOf: '2020-12-31',
    reportedAt: asOf,
    version: 1,
    correctionIndicator: 0,
    retainUntil: null,
    provenance: { source: 'SUBJECT' },
    annotations: [],
    category: 'tradeline',
    payload: {
      accountRef: `golden-${name}`,
      portfolioType: 'REVOLVING',
      accountType: 'CREDIT_CARD',
      liability: 'INDIVIDUAL',
      dateOpened: null,
      creditLimit: limit,
      accountStatus: 'CURRENT',
      currentBalance: null,
      amountPastDue: null,
      paymentHistory: entries.map(toMonth),
      ...change,
    },
  }
}

import type { TrainingSubject } from '@creditmesh/agency-node/scoring/trainingTable.ts'
import { ucrSchemaId, ucrStandard } from '@creditmesh/sdk/wire/records/envelope.ts'
import type { PaymentMonth, Tradeline } from '@creditmesh/sdk/wire/records/payloads/tradeline.ts'
import type { TradelineRecord } from '@creditmesh/sdk/wire/records/record.ts'

export const asOf = Date.UTC(2024, 5, 30) / 1000

/** `months` newest first; months of the record end in June 2024 unless they say otherwise. */
export function line(
  name: string,
  months: readonly Partial<PaymentMonth>[],
  change: Partial<Tradeline> = {},
): TradelineRecord {
  return {
    $schema: ucrSchemaId,
    standard: ucrStandard,
    recordId: `record-${name}`,
    subjectRef: 'subject-0001',
    furnisherId: 'agency-a',
    asOf: '2024-06-30',
    reportedAt: asOf,
    version: 1,
    correctionIndicator: 0,
    retainUntil: null,
    provenance: { source: 'FURNISHER' },
    annotations: [],
    category: 'tradeline',
    payload: {
      accountRef: `account-${name}`,
      portfolioType: 'REVOLVING',
      accountType: 'CREDIT_CARD',
      liability: 'INDIVIDUAL',
      currency: 'TWD',
      dateOpened: null,
      creditLimit: 10_000_000,
      accountStatus: 'CURRENT',
      currentBalance: null,
      amountPastDue: null,
      paymentHistory: months.map((month, at) => ({ ...orderlyMonth(at), ...month })),
      ...change,
    },
  }
}

function orderlyMonth(distance: number): PaymentMonth {
  const month = new Date(Date.UTC(2024, 5 - distance, 1)).toISOString().slice(0, 7)
  return { month, bucket: 'CURRENT', daysPastDue: 0, amountPastDue: 0 }
}

/** mulberry32: a seeded stream of numbers in [0, 1). */
export function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** People whose arrears and balances say something, but not all, of what happens to them. */
export function* population(size: number, seed = 1): Generator<TrainingSubject> {
  const random = seededRandom(seed)
  for (let person = 0; person < size; person++) {
    const trouble = random()
    const months = Array.from({ length: 8 }, () => {
      const isLate = random() < trouble * 0.5
      const daysPastDue = isLate ? 15 + 30 * Math.floor(3 * random() * trouble) : 0
      const statementBalance = Math.floor(10_000_000 * trouble * random())
      const paymentAmount = Math.floor(statementBalance * (1 - trouble) * random())
      const bucket = isLate ? ('DPD_30_59' as const) : ('CURRENT' as const)
      return { bucket, daysPastDue, statementBalance, paymentAmount }
    })
    const outcome = random() < 0.5 * trouble ** 2 ? 1 : 0
    yield { records: [line(`person-${person}-of-${seed}`, months)], outcome, asOf }
  }
}

import { bucketOfDays } from '@creditmesh/sdk/wire/records/crosswalk.ts'
import { ucrSchemaId, ucrStandard } from '@creditmesh/sdk/wire/records/envelope.ts'
import type { PaymentMonth } from '@creditmesh/sdk/wire/records/payloads/tradeline.ts'
import type { IdentityRecord, TradelineRecord } from '@creditmesh/sdk/wire/records/record.ts'
import { addDays, lastDayOf } from './calendar.ts'
import type { FormatContext, RecordFormat } from './format.ts'
import type { ParsedSubject } from './parsedSubject.ts'
import { education, marriage, sex, type UciRow, uciReader } from './uciRow.ts'

// Yeh and Lien 2009, UCI data set 350 (DOI 10.24432/C55S3H): one credit card a client, April to September 2005, in
// New Taiwan dollars. What the file lacks is null.

const months = ['2005-09', '2005-08', '2005-07', '2005-06', '2005-05', '2005-04'] as const
const monthEnds = months.map(lastDayOf)
const firstDay = '2005-04-01'
const asOf = '2005-09-30'
const minorUnits = 100

export const uciCreditCard: RecordFormat = {
  name: 'uci-credit-card',
  hasHeader: true,
  open: (header, context) => {
    const readRow = uciReader(header)
    return (line) => subjectOfRow(readRow(line), context)
  },
}

/** What a row of the file says, as records and what belongs beside them. */
export function subjectOfRow(row: UciRow, context: FormatContext): ParsedSubject {
  const canonicalIdentifier = `TW|uci-client|${row.id}`
  const subjectRef = context.referencer('subject', canonicalIdentifier)
  return {
    canonicalIdentifier,
    identifier: { country: 'TW', type: 'uci-client', value: row.id },
    subjectRef,
    identity: toIdentity(row, subjectRef, context),
    records: [toTradeline(row, subjectRef, context)],
    ...(row.defaulted === null
      ? {}
      : { outcome: { name: 'default.payment.next.month', value: row.defaulted, asOf } }),
    protectedAttributes: {
      sex: sex(row.sex),
      education: education(row.education),
      marriage: marriage(row.marriage),
    },
  }
}

function datasetOf({ dataset = 'uci-350' }: FormatContext): string {
  return dataset
}

function envelopeOf(recordId: string, subjectRef: string, context: FormatContext) {
  const { furnisherId, nowSec } = context
  return {
    $schema: ucrSchemaId,
    standard: ucrStandard,
    recordId,
    subjectRef,
    furnisherId,
    asOf,
    reportedAt: nowSec,
    version: 1,
    correctionIndicator: 0,
    retainUntil: null,
    provenance: { source: 'IMPORT', dataset: datasetOf(context) },
    annotations: [],
  } as const
}

function toIdentity(row: UciRow, subjectRef: string, context: FormatContext): IdentityRecord {
  const recordId = context.referencer('record', `${datasetOf(context)}|identity|${row.id}`)
  return {
    ...envelopeOf(recordId, subjectRef, context),
    annotations: [],
    category: 'identity',
    payload: {
      surname: null,
      firstName: null,
      yearBirth: 2005 - row.age,
      nationalIds: [{ country: 'TW', type: 'uci-client', value: row.id }],
    },
  }
}

function toTradeline(row: UciRow, subjectRef: string, context: FormatContext): TradelineRecord {
  const recordId = context.referencer('record', `${datasetOf(context)}|tradeline|${row.id}`)
  const latest = row.pay[0] ?? 0
  return {
    ...envelopeOf(recordId, subjectRef, context),
    annotations: [],
    category: 'tradeline',
    payload: {
      accountRef: context.referencer('account', `${datasetOf(context)}|${row.id}`),
      portfolioType: 'REVOLVING',
      accountType: 'CREDIT_CARD',
      liability: null,
      currency: 'TWD',
      dateOpened: null,
      creditLimit: row.limit * minorUnits,
      highestCredit: null,
      accountStatus: bucketOfDays(daysLate(latest)) as 'CURRENT', // a bucket of days is a status of that name
      currentBalance: (row.bill[0] ?? 0) * minorUnits,
      amountPastDue: latest > 0 ? null : 0,
      actualPaymentAmount: (row.paid[0] ?? 0) * minorUnits,
      ...firstDelinquency(row.pay),
      paymentHistory: months.map((month, i) => toMonth(row, month, i)),
    },
  }
}

/** n months late: the middle of the n-th thirty days, as an estimate. */
function daysLate(pay: number): number {
  return pay > 0 ? 30 * pay - 15 : 0
}

function toMonth(row: UciRow, month: string, i: number): PaymentMonth {
  const pay = row.pay[i] ?? 0
  const statementBalance = (row.bill[i] ?? 0) * minorUnits
  const paymentAmount = (row.paid[i] ?? 0) * minorUnits
  if (pay <= 0) {
    const usage = pay === -2 ? 'UNUSED' : pay === -1 ? 'PAID_IN_FULL' : 'REVOLVING'
    const status = { bucket: 'CURRENT', daysPastDue: 0, amountPastDue: 0 } as const
    return { month, ...status, statementBalance, paymentAmount, usage }
  }
  const daysPastDue = daysLate(pay)
  return {
    month,
    bucket: bucketOfDays(daysPastDue),
    daysPastDue,
    daysPastDueEstimated: true,
    amountPastDue: null,
    statementBalance,
    paymentAmount,
  }
}

/** When the present delay began: days before the end of its first month, unknown if that was before the file begins. */
function firstDelinquency(pay: readonly number[]) {
  if ((pay[0] ?? 0) <= 0) return {}
  const firstCurrent = pay.findIndex((state) => state <= 0)
  if (firstCurrent < 0) return { dateFirstDelinquency: null }
  const began = firstCurrent - 1
  const date = addDays(monthEnds[began] ?? asOf, -daysLate(pay[began] ?? 0))
  return date < firstDay
    ? { dateFirstDelinquency: null }
    : { dateFirstDelinquency: date, dateFirstDelinquencyEstimated: true as const }
}

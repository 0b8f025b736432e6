import type { UcrRecord } from '@creditmesh/sdk/wire/records/record.ts'
import { dayOfSeconds } from '../calendar.ts'
import type { Evaluator } from './evaluator.ts'

export const futureDate: Evaluator = {
  id: 'future-date',
  category: 'dates',
  description: 'Something that has happened is dated after today.',
  fieldsUsed: ['asOf', 'every date of the past in the payload'],
  rationale: 'A date of the past cannot lie ahead; terms and expiries may.',
  potentialHarm: 'The purge clock starts too late.',
  alternateExplanation: 'A clock or time zone that runs ahead.',
  severity: 'ERROR',
  evaluate(record, { today }) {
    const hit = pastDates(record).find(([, date]) => typeof date === 'string' && date > today)
    return hit === undefined ? null : { field: hit[0] }
  },
}

type NamedDate = readonly [field: string, date: string | null | undefined]

function pastDates(record: UcrRecord): NamedDate[] {
  return [
    ['asOf', record.asOf],
    ['reportedAt', dayOfSeconds(record.reportedAt)],
    ...payloadDates(record),
  ]
}

function payloadDates(record: UcrRecord): NamedDate[] {
  switch (record.category) {
    case 'tradeline':
      return tradelineDates(record.payload)
    case 'identity':
      return [['payload.dateBirth', record.payload.dateBirth]]
    case 'creditAgreement':
      return [['payload.effectiveDate', record.payload.effectiveDate]]
    case 'inquiry':
      return [['payload.inquiredAt', dayOfSeconds(record.payload.inquiredAt)]]
    case 'publicRecord':
      return [
        ['payload.filedDate', record.payload.filedDate],
        ['payload.resolvedDate', record.payload.resolvedDate],
      ]
    case 'postpaid':
      return [
        ['payload.openedDate', record.payload.openedDate],
        ['payload.accountingMonth', `${record.payload.accountingMonth}-01`],
      ]
    case 'score':
      return [['payload.computedAt', dayOfSeconds(record.payload.computedAt)]]
    case 'annotation':
      return [['payload.openedAt', dayOfSeconds(record.payload.openedAt)]]
    default:
      return []
  }
}

function tradelineDates(payload: Extract<UcrRecord, { category: 'tradeline' }>['payload']) {
  const newest = payload.paymentHistory[0]?.month
  const dates: NamedDate[] = [
    ['payload.dateOpened', payload.dateOpened],
    ['payload.dateClosed', payload.dateClosed],
    ['payload.dateFirstDelinquency', payload.dateFirstDelinquency],
    ['payload.dateLastPayment', payload.dateLastPayment],
    ['payload.paymentHistory.0.month', newest === undefined ? null : `${newest}-01`],
  ]
  payload.specialEvents?.forEach(({ date }, i) => {
    dates.push([`payload.specialEvents.${i}.date`, date])
  })
  return dates
}

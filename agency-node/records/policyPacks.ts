import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { UcrRecord } from '@creditmesh/sdk/wire/records/record.ts'
import { adverseEnd, isAdverse } from './adverse.ts'
import { addMonths, addYears } from './calendar.ts'

/** The rules of one jurisdiction (CREDIT-DATA 2.6 and 4). Where that page is unsure the stricter reading is taken. */
export interface PolicyPack {
  readonly id: 'CN' | 'US' | 'EU' | 'RESEARCH'
  /** 1 = a month is adverse from its first day late, 2 = from day 30. */
  readonly adverseFromLateness: number
  /** True where the person must have been told before an adverse item is reported. */
  readonly requiresNotice: boolean
  /** The last day on which the record may be kept; null while no clock runs. */
  retainUntil(record: UcrRecord): string | null
}

const china: PolicyPack = {
  id: 'CN',
  adverseFromLateness: 1,
  requiresNotice: true, // regulation on the credit reporting industry, article 15
  retainUntil(record) {
    if (record.category === 'inquiry') return addYears(record.asOf, 2)
    // Five years from the end of the bad behaviour.
    const end = isAdverse(record, 1) ? adverseEnd(record, 1) : null
    return end === null ? null : addYears(end, 5)
  },
}

const unitedStates: PolicyPack = {
  id: 'US',
  adverseFromLateness: 2,
  requiresNotice: false, // the notice may follow within 30 days, so its absence says nothing at import
  retainUntil(record) {
    if (record.category === 'inquiry') return addYears(record.asOf, 2)
    if (record.category === 'publicRecord') {
      const years = record.payload.recordType === 'BANKRUPTCY' ? 10 : 7
      return addYears(record.payload.filedDate, years)
    }
    if (record.category !== 'tradeline' || !isAdverse(record, 2)) return null
    // Seven years from the first delinquency; unknown, it cannot be later than the account information.
    return addYears(record.payload.dateFirstDelinquency ?? record.asOf, 7)
  },
}

const europe: PolicyPack = {
  id: 'EU',
  adverseFromLateness: 1,
  requiresNotice: true,
  retainUntil(record) {
    if (record.category === 'inquiry') return addYears(record.asOf, 1)
    if (record.category === 'publicRecord') {
      // No longer than the public register keeps it: six months in Germany (C-26/22, C-64/22).
      const { resolvedDate } = record.payload
      return resolvedDate ? addMonths(resolvedDate, 6) : null
    }
    // Necessity (GDPR 5(1)(e)); three years after the end is our reading of it.
    const end = isAdverse(record, 1) ? adverseEnd(record, 1) : null
    return end === null ? null : addYears(end, 3)
  },
}

/** Public data about nobody that can be named: nothing expires and nobody can be told. */
const research: PolicyPack = {
  id: 'RESEARCH',
  adverseFromLateness: 1,
  requiresNotice: false,
  retainUntil: () => null,
}

export const policyPacks = { CN: china, US: unitedStates, EU: europe, RESEARCH: research } as const

/** Throws `record.rejected` for an adverse record whose person was not told before it was reported. */
export function requireNotice(record: UcrRecord, pack: PolicyPack): void {
  if (!pack.requiresNotice || !isAdverse(record, pack.adverseFromLateness)) return
  const { noticeSentAt } = record.provenance
  if (noticeSentAt !== undefined && noticeSentAt <= record.reportedAt) return
  const field = 'provenance.noticeSentAt'
  throw new MeshError('record.rejected', {
    detail: `an adverse record needs ${field}, a time before reportedAt, under pack ${pack.id}`,
    details: { field, rule: 'negative-report-notice', pack: pack.id },
  })
}

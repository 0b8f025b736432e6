import type { ConsentGrant } from '@creditmesh/sdk/chain/consentStructs.ts'
import { detailBits } from '@creditmesh/sdk/chain/consentStructs.ts'
import type { ConsentId } from '@creditmesh/sdk/chain/ids.ts'
import { categoriesIn, categoryBit } from '@creditmesh/sdk/wire/records/categories.ts'
import type { UcrRecord } from '@creditmesh/sdk/wire/records/record.ts'
import type { FoundFile } from './collaborators.ts'

/** The part of a file that one query may use: its categories, and no older than the grant looks back. */
export function withinGrant(
  file: FoundFile,
  { categories, grant, nowSec }: { categories: number; grant: ConsentGrant; nowSec: number },
): FoundFile {
  const asked = file.records.filter(({ category }) => (categoryBit(category) & categories) !== 0)
  const records = asked.flatMap((record) => {
    const oldest = monthsBefore(referenceSec(record, nowSec), grant.lookbackMonths)
    const isRecent = record.category === 'identity' || record.asOf.slice(0, 7) >= oldest
    return isRecent ? [trimHistory(record, oldest)] : []
  })
  const kept = new Set(records.map(({ recordId }) => recordId))
  return { records, sources: file.sources.filter(({ recordId }) => kept.has(recordId)) }
}

/** Which of the asked categories no record covers. A bit asked for and not found makes an answer incomplete. */
export function missingCategories(records: readonly UcrRecord[], categories: number): number {
  let covered = 0
  for (const { category } of records) covered |= categoryBit(category)
  return categories & ~covered
}

export function hasRecords({ records }: FoundFile): boolean {
  return records.some(({ category }) => category !== 'identity')
}

/** The name of a person in everything that leaves under one consent: another consent, another name. */
export function pseudonymUnder(consentId: ConsentId): string {
  return `consent_${consentId.slice(2, 34)}`
}

/** What of the usable records is shown, by the grant's detail; the agency's pseudonym for the person never is. */
export function shownRecords(
  records: readonly UcrRecord[],
  { grant, pseudonym }: { grant: ConsentGrant; pseudonym: string },
): UcrRecord[] {
  const showsDetail = (grant.detail & detailBits.DETAIL) !== 0
  const showsIdentity = (grant.detail & detailBits.IDENTITY) !== 0
  return records
    .filter(({ category }) => (category === 'identity' ? showsIdentity : showsDetail))
    .map((record) => ({ ...record, subjectRef: pseudonym }))
}

export function summarise(records: readonly UcrRecord[], grant: ConsentGrant) {
  const showsSummary = (grant.detail & (detailBits.SUMMARY | detailBits.DETAIL)) !== 0
  if (!showsSummary) return []
  const present = categoriesIn(records.reduce((mask, r) => mask | categoryBit(r.category), 0))
  return present.map((category) => ({
    category,
    records: records.filter((record) => record.category === category).length,
  }))
}

function trimHistory(record: UcrRecord, oldest: string): UcrRecord {
  if (record.category !== 'tradeline') return record
  const paymentHistory = record.payload.paymentHistory.filter(({ month }) => month >= oldest)
  return { ...record, payload: { ...record.payload, paymentHistory } }
}

// A grant looks back from the time of the request. A research data set stands still, so its own date counts:
// seen from today, a file of 2005 would always be too old.
function referenceSec(record: UcrRecord, nowSec: number): number {
  return record.provenance.policyPack === 'RESEARCH' ? Date.parse(record.asOf) / 1000 : nowSec
}

/** `YYYY-MM` of the month that lies `months` before a time. */
function monthsBefore(nowSec: number, months: number): string {
  const now = new Date(nowSec * 1000)
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 1))
    .toISOString()
    .slice(0, 7)
}

import {
  agencyScopeKinds,
  type ConsentGrant,
  consentModes,
  detailBits,
} from '../../chain/consentStructs.ts'
import { zeroDigest } from '../../chain/ids.ts'
import { MeshError } from '../../errors.ts'
import { allCategories, categoriesIn, type RecordCategory } from '../../wire/records/categories.ts'

/** What the wallet knows beyond the grant: names, and how long the lists behind its Merkle roots are. */
export interface SummaryNames {
  readonly grantee: string
  /** Of the one agency, where the grant names one. */
  readonly agency?: string
  readonly agencyCount?: number
  readonly providerCount?: number
}

/**
 * The sentence that a person reads and signs, made from the grant's own fields, so that it cannot say less than
 * they do. Dates are UTC. At most 600 characters, whatever the grant.
 */
export function summaryOf(grant: Omit<ConsentGrant, 'summary'>, names: SummaryNames): string {
  const who = `${quoted(names.grantee)} (${grant.grantee})`
  const asked = `may ask ${agencies(grant, names)} ${uses(grant)}${validity(grant)}`
  const what = `for ${details(grant.detail)} on ${subjects(grant.categories)}${lookback(grant)}`
  return `${who} ${asked} ${what}, for ${purposeWords(grant.purpose)}.${relay(grant, names)}${keeping(grant)}`
}

/** In quotes, which no name can hold: an agency that is called "a" or "any admitted agency" is read as a name. */
function quoted(name: string): string {
  return `“${plainName(name)}”`
}

// A name comes from its bearer; punctuation could make it read like a clause of the sentence.
function plainName(name: string): string {
  const plain = name.replaceAll(/[^\p{L}\p{N} &'-]/gu, '').trim()
  return plain.slice(0, 32) || 'an unnamed member'
}

type Grant = Omit<ConsentGrant, 'summary'>

function agencies({ agencyScopeKind }: Grant, { agency, agencyCount }: SummaryNames): string {
  if (agencyScopeKind === agencyScopeKinds.ANY) return 'any admitted agency'
  if (agencyScopeKind === agencyScopeKinds.ONE)
    return agency === undefined ? 'one named agency' : quoted(agency)
  return `one of ${listed(agencyCount)}`
}

function uses({ maxUses, perPeriod, periodSec }: Grant): string {
  const total = maxUses === 1 ? 'once' : `up to ${maxUses} times`
  return perPeriod === 0 ? total : `${total}, at most ${perPeriod} in ${duration(periodSec)}`
}

const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const

function duration(seconds: number): string {
  for (const [unit, length] of units) {
    if (seconds % length === 0) return counted(seconds / length, unit)
  }
  return counted(seconds, 'second')
}

function validity({ notBefore, expiresAt }: Grant): string {
  return ` from ${utcMinute(notBefore)} until ${utcMinute(expiresAt)} UTC`
}

function utcMinute(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ')
}

function details(mask: number): string {
  const words: string[] = []
  if (mask & detailBits.SCORE_ONLY) words.push('a score')
  if (mask & detailBits.SUMMARY) words.push('a summary')
  if (mask & detailBits.DETAIL) words.push('records')
  if (mask & detailBits.IDENTITY) words.push('identity')
  return joined(words)
}

const categoryWords: Record<RecordCategory, string> = {
  identity: 'identity',
  tradeline: 'loans and cards',
  creditAgreement: 'credit lines',
  relatedDuty: 'guarantees',
  inquiry: 'inquiries',
  publicRecord: 'public records',
  postpaid: 'bills',
  alternativeCashflow: 'bank cash flow',
  alternativeTelecom: 'phone use',
  score: 'scores',
  annotation: 'remarks',
}

function subjects(mask: number): string {
  if (mask === allCategories) return 'every category'
  return joined(categoriesIn(mask).map((category) => categoryWords[category]))
}

function lookback({ lookbackMonths }: Grant): string {
  return ` of ${counted(lookbackMonths, 'month')}`
}

// By code (CREDIT-DATA 3).
const purposeSentences: Readonly<Record<number, string>> = {
  1: 'a credit application',
  2: 'a prequalification',
  3: 'review of an account',
  4: 'collection of a debt',
  5: 'a guarantee',
  6: 'a tenancy',
  7: 'insurance',
  8: 'employment',
  9: 'a public benefit',
  10: 'admission as a merchant',
}

function purposeWords(code: number): string {
  const words = purposeSentences[code]
  if (words === undefined) {
    throw new MeshError('input.invalid', { detail: 'a person grants purposes 1 to 10 only' })
  }
  return words
}

function relay(grant: Grant, { providerCount }: SummaryNames): string {
  if (!grant.relayAllowed) return ''
  const isOpen = grant.providersRoot === zeroDigest
  const from = isOpen ? 'any admitted agency' : listed(providerCount)
  const kept = grant.relayStore ? `keep it ${days(grant)}` : 'not keep it'
  return ` The agency may get it from ${from} and may ${kept}.`
}

function keeping(grant: Grant): string {
  return grant.mode === consentModes.STORE
    ? ` The answer may be kept ${days(grant)}.`
    : ' The answer may not be kept.'
}

function days({ dataLifeDays }: Grant): string {
  return counted(dataLifeDays, 'day')
}

function listed(count: number | undefined): string {
  if (count === undefined) return 'the listed agencies'
  return count === 1 ? 'one listed agency' : `${count} listed agencies`
}

function counted(count: number, unit: string): string {
  return count === 1 ? `1 ${unit}` : `${count} ${unit}s`
}

function joined(words: readonly string[]): string {
  if (words.length === 0) return 'nothing'
  const last = words.at(-1)
  return words.length === 1 ? `${last}` : `${words.slice(0, -1).join(', ')} and ${last}`
}

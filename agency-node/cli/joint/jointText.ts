import type { PrivacyAccount, SessionAccount } from '../../joint/account/privacyAccount.ts'
import { isoTime } from '../words.ts'

interface Summary {
  readonly agreementId: string
  readonly kind: string
  readonly purpose: string
  readonly leader: string
  readonly parties: readonly string[]
  readonly validUntil: number
  readonly standing: string
  readonly approvedBy: readonly string[]
}

/** Texts of what the agency's commands give: their results have these shapes. */
export function agreementText(value: Record<string, unknown>): string {
  const { agreementId, kind, purpose, standing, parties, approvedBy, leader, validUntil } =
    value as unknown as Summary
  return [
    `${agreementId}  ${kind}, ${standing} here`,
    `  for      ${purpose}`,
    `  until    ${isoTime(validUntil)}`,
    ...parties.map((party) => {
      const notes = [party === leader ? 'leads' : '', approvedBy.includes(party) ? 'approved' : '']
      return `  ${party}  ${notes.filter(Boolean).join(', ') || 'not approved, as far as is known here'}`
    }),
  ].join('\n')
}

export function listText(value: Record<string, unknown>): string {
  const agreements = value.agreements as Record<string, unknown>[]
  return agreements.length === 0 ? 'No agreements.' : agreements.map(agreementText).join('\n\n')
}

/** What others could learn, before and after. */
export function accountText(value: Record<string, unknown>): string {
  const { learnable, narrowing, sessions } = value.account as PrivacyAccount
  const difference =
    narrowing.length === 0
      ? ['No earlier session known here differs from it by one party alone.']
      : narrowing.map((party) => `Beside an earlier session it tells the sums of ${party} alone.`)
  return [
    agreementText(value),
    '',
    'What could be learned from it:',
    ...learnable.map(({ who, what }) => `  ${who}: ${what}.`),
    ...difference,
    '',
    sessions.length === 0 ? 'No session so far.' : 'Sessions so far:',
    ...sessions.map(sessionText),
    ...(value.isLogWhole
      ? []
      : ['THE PRIVACY ACCOUNT WAS CHANGED: its lines do not follow from each other.']),
  ].join('\n')
}

function sessionText(session: SessionAccount): string {
  const { sessionId, state, reason, startedSec, ownRows, roundsLearned, numbersLearned } = session
  const { asked, entries, matched } = session
  const facts = [
    ownRows === undefined
      ? ''
      : `${ownRows} own rows, ${roundsLearned} rounds, ${numbersLearned} sums learned by all`,
    asked === undefined ? '' : `${asked} people asked about`,
    entries === undefined ? '' : `${entries} entries given`,
    matched === undefined ? '' : `${matched} found`,
  ]
  const why = reason === undefined ? '' : ` (${reason})`
  return `  ${isoTime(startedSec)}  ${sessionId}  ${state}${why}: ${facts.filter(Boolean).join(', ')}`
}

export function runText(value: Record<string, unknown>): string {
  const { sessionId, state, rounds, columns, result, matched, asked, out } = value as unknown as Ran
  const head = `Session ${sessionId} ${state}.`
  if (matched !== undefined)
    return `${head} ${matched} of ${asked} people were found; they are in ${out}.`
  if (result?.kind !== 'logistic')
    return `${head} ${rounds} rounds; joint show --json gives the model.`
  const terms = ['(intercept)', ...columns].map((name, at) => `  ${name}  ${result.beta?.[at]}`)
  return [`${head} ${rounds} rounds.`, ...terms].join('\n')
}

interface Ran {
  readonly sessionId: string
  readonly state: string
  readonly rounds: number
  readonly columns: readonly string[]
  readonly result?: { readonly kind: string; readonly beta?: readonly number[] }
  readonly asked?: number
  readonly matched?: number
  readonly out?: string
}

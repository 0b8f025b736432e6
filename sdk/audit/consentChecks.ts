import { agencyScopeKinds, type RecordedGrant } from '../chain/consentStructs.ts'
import { type ChainEvent, isEvent, type NamedEvent } from '../chain/events.ts'
import { consentIdOf } from '../chain/ids.ts'
import { scopeOfAgency } from '../chain/merkleScope.ts'
import { isBefore, type QueryFacts, type StoryFacts } from '../client/facts.ts'
import type { CheckContext, TraceCheck } from './check.ts'

/** Checks that a query stood on a consent that allowed it, in the block in which it was recorded. */
export function checkConsentOf(
  query: QueryFacts,
  { consents }: StoryFacts,
  context: CheckContext,
): TraceCheck[] {
  const { consentId, queryId: about } = query.request.args
  const events = consents.get(consentId) ?? []
  const recorded = events.find((event) => isEvent(event, 'ConsentRecorded'))
  const claim = 'the consent was recorded before the query'
  if (recorded === undefined) return [{ claim, ok: false, about }]
  const grant = recorded.args.grant as RecordedGrant // the contract bounds its small codes
  const asked = query.request.args
  return [
    { claim, ok: isBefore(recorded, query.request), about },
    {
      claim: 'the consent has the id that its grant amounts to',
      ok: consentIdOf(grant) === consentId,
      about,
    },
    {
      claim: 'the consent was alive when the query was recorded',
      ok: wasAlive(events, query.request, { grant, context }),
      about,
    },
    {
      claim: 'lender, agency, purpose and categories are those consented to',
      ok: isWithin(grant, asked.terms),
      about,
    },
    {
      claim: 'a use was left for it, and attempts are within their cap',
      ok: asked.usesLeft < grant.maxUses && asked.attempts <= grant.attempts,
      about,
    },
  ]
}

const endings: ReadonlySet<string> = new Set([
  'ConsentWithdrawn',
  'ConsentCancelled',
  'ConsentSuperseded',
  'ConsentRevoked',
  'ConsentExpired',
  'ConsentInvalidated',
])

function wasAlive(
  events: readonly ChainEvent[],
  request: ChainEvent,
  { grant, context }: { grant: RecordedGrant; context: CheckContext },
): boolean {
  const before = events.filter((event) => isBefore(event, request))
  const lastTurn = before.filter(
    ({ name }) => name === 'ConsentPaused' || name === 'ConsentResumed',
  )
  const isPaused = lastTurn.at(-1)?.name === 'ConsentPaused'
  const sec = context.timeOf(request)
  const isInTime = grant.notBefore <= sec && sec < grant.expiresAt
  return !isPaused && isInTime && !before.some(({ name }) => endings.has(name))
}

type Asked = NamedEvent<'QueryRequested'>['args']['terms']

// The proof that an agency is of a list travels in the transaction, not in its events: there the contract's word counts.
function isWithin(grant: RecordedGrant, { buyer, seller, purpose, categories }: Asked): boolean {
  const isNamed =
    grant.agencyScopeKind !== agencyScopeKinds.ONE || grant.agencyScope === scopeOfAgency(seller)
  const isCovered = (categories & ~grant.categories) === 0
  return grant.grantee === buyer && grant.purpose === purpose && isCovered && isNamed
}

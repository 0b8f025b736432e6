import type { ConsentGrant } from '@creditmesh/sdk/chain/consentStructs.ts'
import { detailBits } from '@creditmesh/sdk/chain/consentStructs.ts'
import { outcomes } from '@creditmesh/sdk/chain/ids.ts'
import { toMeshError } from '@creditmesh/sdk/errors.ts'
import { categoryMask } from '@creditmesh/sdk/wire/records/categories.ts'
import type { UcrRecord } from '@creditmesh/sdk/wire/records/record.ts'
import type { QueryResponse, Score } from '@creditmesh/sdk/wire/response.ts'
import type { Collaborators, FoundFile } from './collaborators.ts'
import { missingCategories, pseudonymUnder, shownRecords, summarise } from './disclose.ts'
import type { QueryLeg } from './legDocument.ts'
import { freshSalt } from './prepareDelivery.ts'

type Scoring = Pick<Collaborators, 'score' | 'canScore' | 'log'>

/** The answer that holds `file`, as far as the grant shows of it; without one, or with nothing to show, a miss. */
export function queryResponseOf(
  leg: QueryLeg,
  file: FoundFile | null,
  world: Pick<Collaborators, 'identity' | 'nacl'> & Scoring & { readonly nowSec: number },
): QueryResponse {
  const shown = file === null ? null : showOf(leg, file, world)
  return {
    ...commonFields(leg, world),
    ...(shown ?? nothing),
    outcome: shown === null ? outcomes.MISS : outcomes.HIT,
  }
}

type Shown = Pick<
  QueryResponse,
  'complete' | 'score' | 'noScore' | 'summary' | 'records' | 'sources'
>

const nothing: Shown = { complete: false, score: null, summary: [], records: [], sources: [] }

function showOf(
  { legId, grant, terms }: QueryLeg,
  { records, sources }: FoundFile,
  world: Scoring & { readonly nowSec: number },
): Shown | null {
  const shown = shownRecords(records, { grant, pseudonym: pseudonymUnder(terms.consentId) })
  const shownIds = new Set(shown.map(({ recordId }) => recordId))
  const answer = {
    complete: missingCategories(records, terms.categories) === 0,
    ...scoreIn(records, { ...world, grant, legId }),
    summary: summarise(records, grant),
    records: shown,
    sources: sources.filter(({ recordId }) => shownIds.has(recordId)),
  }
  const isEmpty = answer.score === null && answer.summary.length === 0 && shown.length === 0
  return isEmpty ? null : answer
}

type ScoreContext = Scoring & { nowSec: number; legId: QueryLeg['legId'] }

/** The score, or the reason why there is none: a lender must not take silence for a verdict. */
function scoreIn(
  records: readonly UcrRecord[],
  { grant, ...world }: ScoreContext & { grant: ConsentGrant },
): Pick<QueryResponse, 'score' | 'noScore'> {
  if (!maySeeScore(grant)) return { score: null, noScore: 'not_granted' }
  if (!world.canScore()) return { score: null, noScore: 'no_model' }
  const score = scoreOf(records, world)
  return score === null ? { score, noScore: 'no_basis' } : { score }
}

/** A file that cannot be scored is shown without a score: a failure here would tell that there is a file. */
function scoreOf(
  records: readonly UcrRecord[],
  { score, log, nowSec, legId }: ScoreContext,
): Score | null {
  try {
    return score(records, nowSec)
  } catch (cause) {
    log.warn({ legId, code: toMeshError(cause).code }, 'a file could not be scored')
    return null
  }
}

function maySeeScore({ detail }: ConsentGrant): boolean {
  return (detail & detailBits.SCORE_ONLY) !== 0
}

/** Of these categories those from which an answer under the grant could show anything at all. */
export function showableCategories(
  grant: ConsentGrant,
  categories: number,
  { canScore }: Pick<Collaborators, 'canScore'>,
): number {
  const { detail } = grant
  if ((detail & (detailBits.SUMMARY | detailBits.DETAIL)) !== 0) return categories
  const scored = maySeeScore(grant) && canScore() ? categoryMask(['tradeline']) : 0
  return categories & scored
}

function commonFields(
  { legId, queryId, terms }: QueryLeg,
  { identity, nacl, nowSec }: Pick<Collaborators, 'identity' | 'nacl'> & { nowSec: number },
) {
  const { consentId, buyer, categories } = terms
  return {
    type: 'creditmesh/query-response/1' as const,
    ...{ legId, queryId, consentId, buyer, categories },
    agency: identity.address,
    outcomeSalt: freshSalt(nacl),
    issuedAt: nowSec,
  }
}

import { consentModes } from '../../chain/consentStructs.ts'
import { MeshError } from '../../errors.ts'
import type { Clock } from '../clock.ts'
import { newLegRecord } from '../leg/legRecord.ts'
import { type QueryEntry, type QueryJournal, stageOf } from './queryEntry.ts'
import type { QueryResult } from './queryResult.ts'

interface Keeping {
  readonly journal: QueryJournal
  readonly clock: Pick<Clock, 'nowSec'>
}

const secondsPerDay = 86_400

/** Whether the person lets the lender keep what it was told; if not, one look is all. */
export function mayKeep({ grant }: Pick<QueryEntry, 'grant'>): boolean {
  return grant.mode === consentModes.STORE
}

/**
 * Takes out of the journal whatever could open an answer: `w`, `k`, the ciphertext, boxes kept as findings. The
 * chain publishes `k`, so that without `w` nobody reads the answer again. What is not answered is left as it is.
 */
export async function forgetAnswer(
  entry: QueryEntry,
  { journal, clock }: Keeping,
  shown?: QueryResult,
): Promise<QueryEntry> {
  const { delivered } = entry.leg
  if (stageOf(entry) !== 'answered' || delivered === undefined) return entry
  const { delivery, deliveryHash, signature } = delivered
  const forgotten: QueryEntry = {
    ...entry,
    leg: newLegRecord(entry.legId),
    forgotten: {
      ...{ at: clock.nowSec(), delivery, deliveryHash, signature },
      ...(shown && { shown: factsOf(shown) }),
    },
  }
  await journal.put(forgotten)
  return forgotten
}

/** The same for an answer whose time is over, and for no other. */
export async function forgetIfOverdue(entry: QueryEntry, keeping: Keeping): Promise<QueryEntry> {
  return keeping.clock.nowSec() > keptUntilSec(entry) ? forgetAnswer(entry, keeping) : entry
}

/** Throws `query.not_kept` for an answer that is gone. */
export function requireKept({ queryId, forgotten }: QueryEntry): void {
  if (forgotten !== undefined) throw new MeshError('query.not_kept', { details: { queryId } })
}

// What nobody has looked at yet waits at most as long as the consent lasts, and for the end of its own leg.
function keptUntilSec({ grant, terms, leg }: QueryEntry): number {
  const since = leg.delivered?.at ?? terms.settleBy
  if (grant.mode === consentModes.STORE) return since + grant.dataLifeDays * secondsPerDay
  return Math.max(grant.expiresAt, terms.settleBy)
}

function factsOf({ outcome, mode, price, verification }: QueryResult) {
  return { outcome, mode, price, verified: Object.keys(verification) }
}

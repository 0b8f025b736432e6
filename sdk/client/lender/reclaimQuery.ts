import { MeshError } from '../../errors.ts'
import { execute } from './execute.ts'
import type { LenderModules } from './modules.ts'
import { type QueryEntry, withoutSecrets } from './queryEntry.ts'

/**
 * Takes the escrow of a lapsed query back. Throws `query.not_lapsed` while the agency can still settle and
 * `chain.already_done` if it has. An escrow that came back by someone else's transaction is only written down.
 */
export async function reclaimQuery(entry: QueryEntry, lender: LenderModules): Promise<QueryEntry> {
  const { legs, journal, clock, contracts } = lender
  const { legId, terms } = entry
  const log = await legs.logOf(entry)
  if (log.requestBlock === undefined) {
    throw new MeshError('query.not_found', { details: { legId } })
  }
  if (log.settlement !== undefined) {
    throw new MeshError('chain.already_done', { detail: 'the leg has settled', details: { legId } })
  }
  if (!log.isReclaimed) {
    if (!(await legs.hasLapsed(entry))) {
      throw new MeshError('query.not_lapsed', { details: { legId, settleBy: terms.settleBy } })
    }
    const call = contracts.queries.encode('reclaimQuery', terms)
    await execute(call, lender)
  }
  const ending = { kind: 'refunded', at: clock.nowSec() } as const
  const refunded = { ...withoutSecrets(entry), ending }
  await journal.put(refunded)
  return refunded
}

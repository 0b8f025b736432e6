import { MeshError } from '../../errors.ts'
import { forgetIfOverdue, requireKept } from './forgetAnswer.ts'
import type { LenderModules } from './modules.ts'
import { type PreparedQuery, prepareQuery } from './prepareQuery.ts'
import { type QueryEntry, stageOf } from './queryEntry.ts'
import type { QueryIdentity } from './queryParameters.ts'
import type { CheckedParameters } from './readParameters.ts'
import { requestQuery } from './requestQuery.ts'

/**
 * The query of this idempotency key, on the chain: made now, continued, or simply found. Throws
 * `idempotency.conflict` if the key belongs to other parameters, `payment.refunded` if its query lapsed,
 * `query.not_kept` if its answer was shown and may not be kept.
 * A key whose query the chain refused is free: nothing was paid under it, so its terms may be corrected.
 */
export async function startQuery(
  parameters: CheckedParameters,
  identity: QueryIdentity,
  lender: LenderModules,
): Promise<QueryEntry> {
  const known = await lender.journal.get(identity.id)
  const isJournalled = known !== null
  if (isTaken(known)) {
    requireSame(known, identity)
    requireKept(await forgetIfOverdue(known, lender))
    if (stageOf(known) === 'refunded') {
      throw new MeshError('payment.refunded', { details: { id: known.id } })
    }
    return requestQuery(known, lender)
  }
  const prepared = await prepareAsk(parameters, identity, lender)
  try {
    return await requestQuery(prepared, lender, { isJournalled })
  } catch (error) {
    // Another process with this journal was faster: its query is this one.
    const isLate = error instanceof MeshError && error.code === 'store.conflict'
    if (isLate) return startQuery(parameters, identity, lender)
    throw error
  }
}

/** Whether a key's query stands on the chain or may come to; if not, the key is as good as new. */
export function isTaken(known: QueryEntry | null): known is QueryEntry {
  return known !== null && stageOf(known) !== 'refused'
}

/** Throws `idempotency.conflict` if the entry is about another question. */
export function requireSame({ id, parametersMac }: QueryEntry, identity: QueryIdentity): void {
  if (parametersMac === identity.parametersMac) return
  throw new MeshError('idempotency.conflict', { details: { id } })
}

/** A query ready to be sent: all that can fail on this side has been tried before money moves. */
export async function prepareAsk(
  parameters: CheckedParameters,
  identity: QueryIdentity,
  lender: LenderModules,
): Promise<PreparedQuery> {
  const prepared = await prepareQuery(parameters, identity, lender)
  await lender.requireKeys()
  await lender.channelOf(prepared).rehearse()
  return prepared
}

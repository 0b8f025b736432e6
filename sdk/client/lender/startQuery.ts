import { MeshError } from '../../errors.ts'
import type { LenderModules } from './modules.ts'
import { prepareQuery } from './prepareQuery.ts'
import { type QueryEntry, stageOf } from './queryEntry.ts'
import type { QueryIdentity } from './queryParameters.ts'
import type { CheckedParameters } from './readParameters.ts'
import { requestQuery } from './requestQuery.ts'

/**
 * The query of this idempotency key, on the chain: made now, continued, or simply found. Throws
 * `idempotency.conflict` if the key belongs to other parameters, `payment.refunded` if its query lapsed.
 * What was refused without anything being paid is tried anew.
 */
export async function startQuery(
  parameters: CheckedParameters,
  identity: QueryIdentity,
  lender: LenderModules,
): Promise<QueryEntry> {
  const known = await lender.journal.get(identity.id)
  if (known !== null && known.parametersMac !== identity.parametersMac) {
    throw new MeshError('idempotency.conflict', { details: { id: identity.id } })
  }
  const stage = known === null ? null : stageOf(known)
  if (known === null || stage === 'refused') {
    const prepared = await prepareQuery(parameters, identity, lender)
    // All that can fail on this side fails before money moves.
    await lender.requireKeys()
    await lender.channelOf(prepared).rehearse()
    try {
      return await requestQuery(prepared, lender, { isJournalled: known !== null })
    } catch (error) {
      // Another process with this journal was faster: its query is this one.
      const isTaken = error instanceof MeshError && error.code === 'store.conflict'
      if (isTaken) return startQuery(parameters, identity, lender)
      throw error
    }
  }
  if (stage === 'refunded') throw new MeshError('payment.refunded', { details: { id: known.id } })
  return requestQuery(known, lender)
}

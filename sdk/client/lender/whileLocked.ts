import { MeshError } from '../../errors.ts'
import type { LenderModules } from './modules.ts'
import { escrowOf, isUnfinished, type QueryEntry } from './queryEntry.ts'

/**
 * Does what comes after a request. What fails then keeps its code, and says besides what is locked on the chain,
 * until when, and how it comes back; a failure that will not pass is written into the journal.
 */
export async function whileLocked<T>(
  requested: QueryEntry,
  { journal, clock, signal }: Pick<LenderModules, 'journal' | 'clock' | 'signal'>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (signal.aborted || !(error instanceof MeshError)) throw error
    const latest = (await journal.get(requested.id)) ?? requested
    if (!isUnfinished(latest)) throw error
    if (!error.retryable) {
      const { requestBlock } = requested
      const refusal = { ...reasonOf(error), at: clock.nowSec() }
      await journal.put({ ...latest, ...(requestBlock !== undefined && { requestBlock }), refusal })
    }
    throw withEscrow(error, latest)
  }
}

function reasonOf({ code, detail, details }: MeshError) {
  const { check } = details
  return { code, detail, ...(typeof check === 'string' && { check }) }
}

function withEscrow(error: MeshError, entry: QueryEntry): MeshError {
  const { code, detail, details, suggestedAction } = error
  const { settleBy } = entry.terms
  const day = new Date(settleBy * 1000).toISOString().slice(0, 16).replace('T', ' ')
  const facts = {
    queryId: entry.queryId,
    lockedAmount: escrowOf(entry),
    refundableAfterSec: settleBy,
  }
  return new MeshError(code, {
    detail,
    details: { ...details, ...facts },
    action: `${suggestedAction} The escrow is locked; what is not settled by ${day} UTC comes back then by: creditmesh query resume (SDK: resume()).`,
    cause: error,
  })
}

import type { Hex } from '../../chain/ids.ts'
import { MeshError, toMeshError } from '../../errors.ts'
import { askQuery, receiveQuery } from './answerQuery.ts'
import { forgetIfOverdue } from './forgetAnswer.ts'
import type { LenderModules } from './modules.ts'
import { isUnfinished, type QueryEntry, type QueryStage, stageOf } from './queryEntry.ts'
import { reclaimQuery } from './reclaimQuery.ts'

/** How a query that was found unfinished stands now. */
export interface ResumedQuery {
  readonly id: Hex
  readonly queryId: Hex
  readonly stage: QueryStage
  /** What keeps it from its end: it stays for the next time, at the latest for the refund after its lapse. */
  readonly error?: MeshError
}

/**
 * Brings every unfinished query of the journal on: to its answer, or to its refund once it has lapsed. Answers that
 * were kept as long as their consents allow are forgotten.
 */
export async function resumeQueries(lender: LenderModules): Promise<readonly ResumedQuery[]> {
  const entries = await lender.journal.list()
  for (const { id } of entries.filter((entry) => stageOf(entry) === 'answered')) {
    await lender.inTurn(id, async () => forgetIfOverdue(await entryOf(id, lender), lender))
  }
  const unfinished = entries.filter(isUnfinished)
  // Transactions that may not have left yet go in the order of their nonces.
  const inOrder = unfinished.sort((a, b) => a.transaction.nonce - b.transaction.nonce)
  return Promise.all(
    inOrder.map(({ id }) => lender.inTurn(id, async () => resumeQuery(id, lender))),
  )
}

async function resumeQuery(id: Hex, lender: LenderModules): Promise<ResumedQuery> {
  const entry = await entryOf(id, lender)
  if (!isUnfinished(entry)) return statusOf(entry)
  try {
    await receiveQuery(await askQuery(entry, lender), lender)
    return statusOf(await entryOf(id, lender))
  } catch (thrown) {
    lender.signal.throwIfAborted()
    const latest = await entryOf(id, lender)
    if (!isUnfinished(latest)) return { ...statusOf(latest), error: toMeshError(thrown) }
    return await refundOf(latest, toMeshError(thrown), lender)
  }
}

async function refundOf(
  entry: QueryEntry,
  error: MeshError,
  lender: LenderModules,
): Promise<ResumedQuery> {
  try {
    return statusOf(await reclaimQuery(entry, lender))
  } catch (refusal) {
    const mayCome = refusal instanceof MeshError && waiting.has(refusal.code)
    return { ...statusOf(entry), error: mayCome ? error : toMeshError(refusal) }
  }
}

// Why a refund is not due, or not yet: the reason that stopped the query tells more.
const waiting = new Set(['query.not_lapsed', 'query.not_found', 'chain.already_done'])

async function entryOf(id: Hex, { journal }: LenderModules): Promise<QueryEntry> {
  const entry = await journal.get(id)
  if (entry === null) throw new MeshError('query.not_found', { details: { id } })
  return entry
}

function statusOf(entry: QueryEntry): ResumedQuery {
  return { id: entry.id, queryId: entry.queryId, stage: stageOf(entry) }
}

import type { Hex } from '../../chain/ids.ts'
import { MeshError, toMeshError } from '../../errors.ts'
import { failedCheckOf } from '../leg/verificationFailure.ts'
import { receiveQuery } from './answerQuery.ts'
import { forgetIfOverdue } from './forgetAnswer.ts'
import type { LegLog } from './legOnChain.ts'
import type { LenderModules } from './modules.ts'
import { type QueryEntry, type QueryJournal, type QueryStage, stageOf } from './queryEntry.ts'
import type { QueryResult } from './queryResult.ts'

/** A query of the journal and what has become of it. */
export interface ShownQuery {
  readonly entry: QueryEntry
  readonly stage: QueryStage
  readonly onChain: LegLog
  /** Read and verified again, where the answer is there. */
  readonly result?: QueryResult
  /** Why the answer does not verify; the evidence is in the entry. */
  readonly failure?: MeshError
}

export async function showQuery(id: Hex, lender: LenderModules): Promise<ShownQuery> {
  const entry = await forgetIfOverdue(await findQuery(id, lender.journal), lender)
  const stage = stageOf(entry)
  const onChain = await lender.legs.logOf(entry)
  if (stage !== 'answered') return { entry, stage, onChain }
  try {
    return { entry, stage, onChain, result: await receiveQuery(entry, lender) }
  } catch (failure) {
    if (failedCheckOf(failure) === null) throw failure
    return { entry, stage, onChain, failure: toMeshError(failure) }
  }
}

/** Finds a query by its id in the journal, its query's or its leg's. Throws `query.not_found`. */
export async function findQuery(id: Hex, journal: QueryJournal): Promise<QueryEntry> {
  const known = await journal.get(id)
  if (known !== null) return known
  const all = await journal.list()
  const found = all.find(({ queryId, legId }) => queryId === id || legId === id)
  if (found === undefined) throw new MeshError('query.not_found', { details: { id } })
  return found
}

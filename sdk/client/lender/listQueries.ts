import type { Address, Hex } from '../../chain/ids.ts'
import type { ErrorCode } from '../../errors.ts'
import {
  escrowOf,
  isUnfinished,
  type QueryEntry,
  type QueryJournal,
  type QueryStage,
  stageOf,
} from './queryEntry.ts'

/** A query of the journal in the facts that tell nothing of the person. */
export interface ListedQuery {
  readonly id: Hex
  readonly queryId: Hex
  readonly agency: Address
  readonly createdAt: number
  readonly stage: QueryStage
  /** What is still locked for it; 0 once it was answered, refused or refunded. */
  readonly lockedAmount: bigint
  readonly refundableAfterSec: number
  /** The code with which agency or chain refused it the last time. */
  readonly refusal?: ErrorCode
}

/** All queries of a journal, oldest first, without a question to anybody. */
export async function listQueries(journal: QueryJournal): Promise<readonly ListedQuery[]> {
  const entries = [...(await journal.list())]
  return entries.sort((one, other) => one.createdAt - other.createdAt).map(listedOf)
}

function listedOf(entry: QueryEntry): ListedQuery {
  const { id, queryId, createdAt, terms, refusal, ending } = entry
  const code = ending?.kind === 'refused' ? ending.code : refusal?.code
  return {
    ...{ id, queryId, agency: terms.seller, createdAt, stage: stageOf(entry) },
    lockedAmount: isUnfinished(entry) ? escrowOf(entry) : 0n,
    refundableAfterSec: terms.settleBy,
    ...(code !== undefined && { refusal: code }),
  }
}

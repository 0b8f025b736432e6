import type { LenderModules } from './modules.ts'
import { quoteFor } from './prepareQuery.ts'
import type { QueryParameters } from './queryParameters.ts'

/** What a query would cost at the prices listed now. */
export interface QueryEstimate {
  readonly fee: bigint
  readonly relayFee: bigint
  readonly missFee: bigint
  /** What is locked until the answer: the most that the query can cost. */
  readonly escrow: bigint
  /** Of the one transaction that the lender sends; a figure, not a bound. */
  readonly requestGas: bigint
}

// Of a consent for one use; one for several takes up to 25,000 more. `rehearse` asks the chain.
const usualRequestGas = 70_000n

export async function estimateQuery(
  parameters: Pick<QueryParameters, 'agency' | 'categories' | 'mayRelay'>,
  { views }: Pick<LenderModules, 'views'>,
): Promise<QueryEstimate> {
  const amounts = await quoteFor(parameters, views)
  const escrow = amounts.fee + amounts.relayFee
  return { ...amounts, escrow, requestGas: usualRequestGas }
}

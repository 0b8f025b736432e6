import { isEvent } from '../../chain/events.ts'
import { type Hex, outcomes } from '../../chain/ids.ts'
import { type ErrorCode, MeshError } from '../../errors.ts'
import type { QueryResponse } from '../../wire/response.ts'
import type { VerifiedResponse } from '../buyerLeg.ts'
import type { LegVerification } from '../leg/openDelivered.ts'
import { type ChainSource, readEvents } from '../readEvents.ts'
import type { QueryEntry } from './queryEntry.ts'

/** Where the chain shows what the answer rests on. */
export interface ChainAnchors {
  readonly requestBlock: number
  readonly requestTx: Hex
  /** Of Mode 2. */
  readonly broadcastTx?: Hex
  readonly tradeTxs: readonly Hex[]
}

/** An answer that was verified. What it says of the person is in `response`. */
export interface QueryResult {
  readonly id: Hex
  readonly queryId: Hex
  readonly legId: Hex
  readonly outcome: 'hit' | 'miss'
  /** 2 if the agency went to its peers for it. */
  readonly mode: 1 | 2
  readonly response: QueryResponse
  /** What the leg costs once it is settled; the rest of the escrow comes back. */
  readonly price: bigint
  readonly verification: LegVerification & { readonly chain: ChainAnchors }
  /** Why nothing was found; null for a hit. A miss is a good answer, so it is not thrown. */
  readonly problem: Extract<ErrorCode, 'record.none_found' | 'relay.no_offer'> | null
}

/** Throws `record.none_found` or `relay.no_offer` for a miss, for callers that need a hit. */
export function requireFound(result: QueryResult): QueryResult {
  const { problem, queryId } = result
  if (problem !== null) throw new MeshError(problem, { details: { queryId } })
  return result
}

/** Puts together what the leg told and where the chain shows it. */
export async function queryResultOf(
  entry: QueryEntry,
  { response, verification }: VerifiedResponse<QueryResponse>,
  chain: ChainSource,
): Promise<QueryResult> {
  const anchors = await anchorsOf(entry, chain)
  const { id, queryId, legId, terms, leg } = entry
  const isHit = response.outcome === outcomes.HIT
  const isRelayed = anchors.broadcastTx !== undefined
  const dueForHit = leg.delivered?.delivery.fee ?? terms.fee
  const missProblem = isRelayed ? 'relay.no_offer' : 'record.none_found'
  return {
    id,
    queryId,
    legId,
    outcome: isHit ? 'hit' : 'miss',
    mode: isRelayed ? 2 : 1,
    response,
    price: isHit ? dueForHit : terms.missFee,
    verification: { ...verification, chain: anchors },
    problem: isHit ? null : missProblem,
  }
}

async function anchorsOf(
  { queryId, terms, requestBlock = 0, transaction }: QueryEntry,
  chain: ChainSource,
): Promise<ChainAnchors> {
  const request = { requestBlock, requestTx: transaction.hash }
  if (!terms.mayRelay) return { ...request, tradeTxs: [] }
  const range = { contracts: ['queries'], fromBlock: requestBlock } as const
  const [byFirst, bySecond] = await Promise.all([
    readEvents(chain, { ...range, topics: [null, queryId] }),
    readEvents(chain, { ...range, topics: [null, null, queryId] }),
  ])
  const broadcastTx = byFirst.find((event) => isEvent(event, 'QueryBroadcast'))?.txHash
  const trades = bySecond.filter((event) => isEvent(event, 'TradeAccepted'))
  const tradeTxs = trades.map(({ txHash }) => txHash)
  return { ...request, ...(broadcastTx && { broadcastTx }), tradeTxs }
}

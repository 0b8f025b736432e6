import { isEvent } from '../../chain/events.ts'
import type { Address, ConsentId, Hex, LegId, QueryId } from '../../chain/ids.ts'
import { outcomes, sameHex } from '../../chain/ids.ts'
import { purposeName } from '../../wire/purposes.ts'
import { categoriesIn, type RecordCategory } from '../../wire/records/categories.ts'
import { readBlockTimes } from '../blockTimes.ts'
import { factsOf, type QueryFacts } from '../facts.ts'
import type { MemberDirectory } from '../memberDirectory.ts'
import { type ChainSource, readEvents } from '../readEvents.ts'
import type { Wallet } from './wallet.ts'

export interface NamedAccount {
  readonly address: Address
  readonly name: string
}

/** One time that an organisation asked about the person. */
export interface AccessLogEntry {
  readonly consentId: ConsentId
  readonly queryId: QueryId
  readonly legId: LegId
  readonly timeSec: number
  readonly block: number
  readonly transaction: Hex
  readonly organisation: NamedAccount
  /** Who was asked. */
  readonly agency: NamedAccount
  readonly purpose: string
  readonly categories: readonly RecordCategory[]
  /** 2 if the agency asked its peers. */
  readonly mode: 1 | 2
  /** Peers that supplied data. */
  readonly relayedTo: readonly NamedAccount[]
  readonly state: 'open' | 'settled' | 'reclaimed'
  readonly outcome?: 'hit' | 'miss'
  /** What the organisation paid, in token units. */
  readonly paid?: bigint
}

/**
 * Who asked about the person, oldest first. It needs a chain node and nothing else. The log is read as a whole and
 * searched here, so that the node is never handed the list of her consents; from the blocks whose times it is
 * asked for it may still guess. Ask a node that you trust.
 */
export async function readAccessLog(
  wallet: Wallet,
  source: ChainSource,
  directory: Pick<MemberDirectory, 'member'>,
): Promise<AccessLogEntry[]> {
  const { consents } = source.deployment.addresses
  const mine = new Set<string>()
  for (const held of wallet.state().consents) {
    if (sameHex(held.consents, consents)) mine.add(held.consentId)
  }
  if (mine.size === 0) return []
  const events = await readEvents(source, { contracts: ['queries'] })
  const queries = factsOf(events).queries.filter(({ request }) => mine.has(request.args.consentId))
  const times = await readBlockTimes(
    source.rpc,
    queries.map(({ request }) => request.blockNumber),
  )
  const nameOf = async (address: Address) => ({
    address,
    name: (await directory.member(address)).name,
  })
  return Promise.all(
    queries.map(async (query) => ({
      ...(await partiesOf(query, nameOf)),
      ...termsOf(query),
      ...endOf(query),
      timeSec: times.get(query.request.blockNumber) as number, // every request's block was read
    })),
  )
}

async function partiesOf(
  { request, trades }: QueryFacts,
  nameOf: (address: Address) => Promise<NamedAccount>,
) {
  const { buyer, seller } = request.args
  const sellers = [...new Set(trades.map(({ accepted }) => accepted.args.seller))]
  const [organisation, agency, relayedTo] = await Promise.all([
    nameOf(buyer),
    nameOf(seller),
    Promise.all(sellers.map(nameOf)),
  ])
  return { organisation, agency, relayedTo }
}

function termsOf({ request, broadcasts }: QueryFacts) {
  const { consentId, queryId, legId, terms } = request.args
  return {
    ...{ consentId, queryId, legId },
    block: request.blockNumber,
    transaction: request.txHash,
    purpose: purposeName(terms.purpose),
    categories: categoriesIn(terms.categories),
    mode: broadcasts.length > 0 ? (2 as const) : (1 as const),
  }
}

function endOf({ endings: [ending] }: QueryFacts) {
  if (ending === undefined) return { state: 'open' as const }
  if (!isEvent(ending, 'LegSettled')) return { state: 'reclaimed' as const, paid: 0n }
  const { outcome, paid } = ending.args
  const isHit = outcome === outcomes.HIT
  return { state: 'settled' as const, outcome: isHit ? ('hit' as const) : ('miss' as const), paid }
}

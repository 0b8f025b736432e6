import { consentRefusal, consentStateOf } from '@creditmesh/sdk/chain/consentStates.ts'
import { type ConsentGrant, toRecordedGrant } from '@creditmesh/sdk/chain/consentStructs.ts'
import type { BlockTag, Contracts } from '@creditmesh/sdk/chain/contracts.ts'
import type { Deployment } from '@creditmesh/sdk/chain/deployment.ts'
import { createEventDecoder, type RawLog } from '@creditmesh/sdk/chain/events.ts'
import type { Address, QueryId } from '@creditmesh/sdk/chain/ids.ts'
import { sameHex } from '@creditmesh/sdk/chain/ids.ts'
import { type BlockHead, quantity, type Rpc, readBlockHead } from '@creditmesh/sdk/chain/rpc.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type {
  BroadcastOnChain,
  ChainReader,
  ConsentOnChain,
  LegOnChain,
  LegStage,
  LegTermsOnChain,
  PeerAgency,
} from '../exchange/collaborators.ts'
import type { MemberDirectory } from './memberDirectory.ts'

interface ReaderOptions {
  readonly rpc: Rpc
  readonly contracts: Contracts
  readonly deployment: Deployment
  readonly members: MemberDirectory
  readonly self: Address
  /** Blocks on top of one before it counts as final. */
  readonly confirmations: number
  readonly clockMs: () => number
}

/** Reads final state for the exchange. What decides over an answer is read anew each time. */
export function createChainReader(options: ReaderOptions): ChainReader {
  const { contracts, members, self } = options
  const head = createHeadReader(options)
  const blockTag = async (): Promise<BlockTag> =>
    options.confirmations === 0 ? 'latest' : (await head()).number
  const legOf = async (leg: LegTermsOnChain) => readLeg(contracts, leg, await blockTag())
  const consentOf = async (grant: ConsentGrant) => readConsent(contracts, grant, await blockTag())
  return {
    nowSec: async () => (await head()).sec,
    legOf,
    consentOf,
    // Asked in one turn of the event loop, so both travel in one batch.
    legAndConsent: (leg, grant) => Promise.all([legOf(leg), consentOf(grant)]),
    broadcastOf: async (queryId) => readBroadcast(queryId, (await head()).number, options),
    pricesOf: (agency, categories) => contracts.priceList.read('quote', [agency, categories]),
    peers: () => readPeers(members, self),
  }
}

const stages: readonly LegStage[] = ['NONE', 'OPEN', 'SETTLED', 'REFUNDED']

async function readLeg(
  contracts: Contracts,
  leg: LegTermsOnChain,
  block: BlockTag,
): Promise<LegOnChain> {
  const { queries } = contracts
  const [slot] =
    'terms' in leg
      ? Object.values(await queries.read('legOfQuery', [leg.terms], { block }))
      : Object.values(await queries.read('legOfTrade', [leg.offer], { block }))
  const { state, posted, broadcasted, traded, requestBlock } = slot
  return {
    stage: stages[state] ?? 'NONE',
    isPosted: posted,
    isBroadcast: broadcasted,
    isTraded: traded,
    requestBlock: Number(requestBlock),
  }
}

async function readConsent(
  contracts: Contracts,
  grant: ConsentGrant,
  block: BlockTag,
): Promise<ConsentOnChain> {
  const recorded = toRecordedGrant(grant)
  const state = consentStateOf(await contracts.consents.read('statusOf', [recorded], { block }))
  // The use that emptied it is that of the open leg (PROTOCOL 3): no request can be recorded any more, but the
  // one that was is answered.
  const refusal = state === 'CONSUMED' ? undefined : consentRefusal(state)
  return refusal === undefined ? {} : { refusal }
}

async function readBroadcast(
  queryId: QueryId,
  toBlock: number,
  { rpc, deployment }: ReaderOptions,
): Promise<BroadcastOnChain | null> {
  const decoder = createEventDecoder(deployment.addresses)
  const filter = {
    address: deployment.addresses.queries,
    topics: [decoder.topicOf('QueryBroadcast'), queryId],
    fromBlock: quantity(deployment.startBlock),
    toBlock: quantity(toBlock),
  }
  const [log] = await rpc.request<RawLog[]>('eth_getLogs', [filter])
  const event = log && decoder.decode(log)
  if (event?.name !== 'QueryBroadcast') return null
  const { legId: parentLegId, seller: agency, ...rest } = event.args
  return { parentLegId, agency, ...rest }
}

async function readPeers(members: MemberDirectory, self: Address): Promise<PeerAgency[]> {
  const others = (await members.activeAgencies()).filter(({ address }) => !sameHex(address, self))
  return Promise.all(
    others.map(async ({ address, endpoint, keyEpoch }) => {
      const keys = await members.keysFor(address, keyEpoch)
      if (keys === null) throw new MeshError('auth.member_unknown', { details: { address } })
      return { address, endpoint, x25519: keys.x25519 }
    }),
  )
}

// Several checks of one answer ask for the time; deadlines are whole seconds, so a tenth of one is young enough.
const headMaxAgeMs = 100

function createHeadReader({
  rpc,
  confirmations,
  clockMs,
}: ReaderOptions): () => Promise<BlockHead> {
  let known: { readonly readAtMs: number; readonly head: Promise<BlockHead> } | undefined
  return () => {
    const nowMs = clockMs()
    if (known && nowMs - known.readAtMs <= headMaxAgeMs) return known.head
    const head = readFinalHead(rpc, confirmations)
    known = { readAtMs: nowMs, head }
    head.catch(() => {
      known = undefined
    })
    return head
  }
}

async function readFinalHead(rpc: Rpc, confirmations: number): Promise<BlockHead> {
  const latest = await readBlockHead(rpc, 'latest')
  const final =
    latest === null || confirmations === 0
      ? latest
      : await readBlockHead(rpc, Math.max(0, latest.number - confirmations))
  if (final === null) throw new MeshError('chain.unavailable', { detail: 'the chain has no block' })
  return final
}

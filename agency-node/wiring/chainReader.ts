import type { ConsentGrant } from '@creditmesh/sdk/chain/consentStructs.ts'
import type { Contracts } from '@creditmesh/sdk/chain/contracts.ts'
import type { Deployment } from '@creditmesh/sdk/chain/deployment.ts'
import { readHistory } from '@creditmesh/sdk/chain/history.ts'
import type { Address, LegId } from '@creditmesh/sdk/chain/ids.ts'
import { sameHex } from '@creditmesh/sdk/chain/ids.ts'
import { type BlockHead, type Rpc, readBlockHead } from '@creditmesh/sdk/chain/rpc.ts'
import { type ChainViews, createViews } from '@creditmesh/sdk/chain/views.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type {
  BroadcastOnChain,
  ChainReader,
  ConsentOnChain,
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
  const views = async () =>
    createViews(contracts, options.confirmations === 0 ? 'latest' : (await head()).number)
  const legOf = async (leg: LegTermsOnChain) =>
    'terms' in leg ? (await views()).legOfQuery(leg.terms) : (await views()).legOfTrade(leg.offer)
  const consentOf = async (grant: ConsentGrant) => readConsent(await views(), grant)
  return {
    nowSec: async () => (await head()).sec,
    legOf,
    consentOf,
    // Asked in one turn of the event loop, so both travel in one batch.
    legAndConsent: (leg, grant) => Promise.all([legOf(leg), consentOf(grant)]),
    broadcastOf: async (legId, seller) => {
      // Where every block is final at once, a remembered head would hide what has just come.
      const final = options.confirmations === 0 ? {} : { toBlock: (await head()).number }
      return readBroadcast({ legId, seller }, final, options)
    },
    pricesOf: (agency, categories) => contracts.priceList.read('quote', [agency, categories]),
    peers: () => readPeers(members, self),
  }
}

/** By the contract's own rule: a use that emptied the consent is served, as long as its time is not over. */
async function readConsent(views: ChainViews, grant: ConsentGrant): Promise<ConsentOnChain> {
  const refusal = await views.refusalOf(grant)
  if (refusal === undefined) return {}
  return { refusal: refusal === 'consent.consumed' ? 'consent.expired' : refusal }
}

async function readBroadcast(
  where: { readonly legId: LegId; readonly seller: Address },
  final: { readonly toBlock?: number },
  { rpc, deployment }: ReaderOptions,
): Promise<BroadcastOnChain | null> {
  const found = { name: 'QueryBroadcast', where, ...final } as const
  const [event] = await readHistory(rpc, deployment, found)
  return event === undefined ? null : event.args
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

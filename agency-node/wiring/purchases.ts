import type { Deployment } from '@creditmesh/sdk/chain/deployment.ts'
import { readHistory } from '@creditmesh/sdk/chain/history.ts'
import type { LegId } from '@creditmesh/sdk/chain/ids.ts'
import type { Rpc } from '@creditmesh/sdk/chain/rpc.ts'
import type { TypedData } from '@creditmesh/sdk/chain/typedData.ts'
import { buyLeg, type SellerChannel } from '@creditmesh/sdk/client/buyerLeg.ts'
import { type Clock, systemClock } from '@creditmesh/sdk/client/clock.ts'
import type { LegRecord } from '@creditmesh/sdk/client/leg/legRecord.ts'
import { tradeLegTerms } from '@creditmesh/sdk/client/leg/legTerms.ts'
import { tradeResponseReader } from '@creditmesh/sdk/client/leg/readTradeResponse.ts'
import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import type { NaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import type { EcdsaSuite } from '@creditmesh/sdk/crypto/secp256k1.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { ChainReader, PeerClient, Purchases } from '../exchange/collaborators.ts'
import type { ReceivedOffer } from '../exchange/legDocument.ts'
import type { Documents, Store } from '../store/store.ts'
import type { MemberDirectory } from './memberDirectory.ts'

interface PurchasesOptions {
  readonly store: Store
  readonly peers: PeerClient
  readonly members: MemberDirectory
  readonly chain: Pick<ChainReader, 'nowSec'>
  readonly rpc: Rpc
  readonly deployment: Deployment
  readonly typedData: TypedData
  readonly nacl: NaclSuite
  readonly ecdsa: EcdsaSuite
  readonly accountSecret: Uint8Array
  readonly signal: AbortSignal
}

/** Buys from a peer with the very steps by which a lender buys from us; its journal is in the store. */
export function createPurchases(options: PurchasesOptions): Purchases {
  const { members, typedData, nacl, ecdsa, accountSecret, signal } = options
  const journal = options.store.documents<LegRecord>('purchases', {
    idOf: ({ legId }) => legId,
    isFinal: ({ key }) => key !== undefined,
  })
  return {
    async buy(chosen, oneTimeSecret) {
      const { offer } = chosen
      const { seller } = offer
      const reader = tradeResponseReader(offer, async (epoch) => {
        const key = await members.signingKeyOf(seller, epoch)
        if (key === null) throw new MeshError('auth.member_unknown', { details: { seller } })
        return key.ed25519
      })
      const { clock, look } = await openBlockClock(options.chain)
      const channel = channelTo(chosen, { ...options, look })
      const modules = { journal, channel, typedData, nacl, ecdsa, clock, signal }
      const leg = { terms: tradeLegTerms(offer, typedData), oneTimeSecret, accountSecret }
      const { response } = await buyLeg(leg, reader, modules)
      return { records: response.records }
    },
    forget: (tradeLegId) => forget(tradeLegId, journal),
  }
}

const longestWaitMs = 1000

/** Time as the blocks have it: the machine's own may run apart, and the deadlines of a leg are the chain's. */
async function openBlockClock({ nowSec }: Pick<ChainReader, 'nowSec'>) {
  let lastSec = await nowSec()
  const clock: Clock = {
    nowSec: () => lastSec,
    // A seller that puts off for long is asked again before the deadline all the same.
    sleep: (ms, signal) => systemClock.sleep(Math.min(ms, longestWaitMs), signal),
  }
  const look = async () => {
    lastSec = await nowSec()
  }
  return { clock, look }
}

function channelTo(
  { offer, tradeLegId }: ReceivedOffer & { tradeLegId: LegId },
  { peers, look, rpc, deployment }: PurchasesOptions & { look: () => Promise<void> },
): SellerChannel {
  const { seller } = offer
  return {
    async ask() {
      await look()
      return peers.ask(seller, tradeLegId, { kind: 'trade', offer })
    },
    async sendReceipt(receipt) {
      await look()
      return peers.receipt(seller, tradeLegId, receipt)
    },
    settledKey: () => readSettledKey(tradeLegId, { rpc, deployment }),
  }
}

/** `k` of a settled leg, which the contract has checked and shows to everyone. */
async function readSettledKey(
  legId: LegId,
  { rpc, deployment }: Pick<PurchasesOptions, 'rpc' | 'deployment'>,
): Promise<Hex | null> {
  const [event] = await readHistory(rpc, deployment, { name: 'LegSettled', where: { legId } })
  return event?.args.key ?? null
}

// Without `c` and `w` the key opens nothing. Delivery and signature stay, and what was found wrong with them.
async function forget(tradeLegId: LegId, journal: Documents<LegRecord>): Promise<void> {
  const record = await journal.get(tradeLegId)
  if (record?.delivered === undefined) return
  const nothing = { whitener: `0x${'00'.repeat(32)}`, cipher: new Uint8Array(0) } as const
  await journal.put({ ...record, delivered: { ...record.delivered, ...nothing } })
}

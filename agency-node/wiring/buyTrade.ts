import type { Deployment } from '@creditmesh/sdk/chain/deployment.ts'
import { readHistory } from '@creditmesh/sdk/chain/history.ts'
import type { LegId } from '@creditmesh/sdk/chain/ids.ts'
import type { Rpc } from '@creditmesh/sdk/chain/rpc.ts'
import type { TypedData } from '@creditmesh/sdk/chain/typedData.ts'
import { buyLeg } from '@creditmesh/sdk/client/buyerLeg.ts'
import { type Clock, systemClock } from '@creditmesh/sdk/client/clock.ts'
import type { LegJournal, LegRecord } from '@creditmesh/sdk/client/leg/legRecord.ts'
import { tradeLegTerms } from '@creditmesh/sdk/client/leg/legTerms.ts'
import { tradeResponseReader } from '@creditmesh/sdk/client/leg/readTradeResponse.ts'
import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import type { NaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import type { EcdsaSuite } from '@creditmesh/sdk/crypto/secp256k1.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { BuyTrade, PeerClient } from '../exchange/collaborators.ts'
import type { Store } from '../store/store.ts'
import type { MemberDirectory } from './memberDirectory.ts'

interface BuyTradeOptions {
  readonly store: Store
  readonly peers: PeerClient
  readonly members: MemberDirectory
  readonly rpc: Rpc
  readonly deployment: Deployment
  readonly typedData: TypedData
  readonly nacl: NaclSuite
  readonly ecdsa: EcdsaSuite
  readonly accountSecret: Uint8Array
  readonly clock?: Clock
  readonly signal: AbortSignal
}

/** Buys from a peer with the very steps by which a lender buys from us; its journal is in the store. */
export function createBuyTrade(options: BuyTradeOptions): BuyTrade {
  const { peers, members, typedData, accountSecret, clock = systemClock } = options
  const journal = createLegJournal(options.store)
  return async ({ offer, tradeLegId }, oneTimeSecret) => {
    const { seller } = offer
    const reader = tradeResponseReader(offer, async (epoch) => {
      const key = await members.signingKeyOf(seller, epoch)
      if (key === null) throw new MeshError('auth.member_unknown', { details: { seller } })
      return key.ed25519
    })
    const channel = {
      ask: () => peers.ask(seller, tradeLegId, { kind: 'trade', offer }),
      sendReceipt: (receipt: Parameters<PeerClient['receipt']>[2]) =>
        peers.receipt(seller, tradeLegId, receipt),
      settledKey: () => readSettledKey(tradeLegId, options),
    }
    const { nacl, ecdsa, signal } = options
    const modules = { journal, channel, typedData, nacl, ecdsa, clock, signal }
    const leg = { terms: tradeLegTerms(offer, typedData), oneTimeSecret, accountSecret }
    const { response } = await buyLeg(leg, reader, modules)
    return { records: response.records }
  }
}

function createLegJournal(store: Store): LegJournal {
  const purchases = store.documents<LegRecord>('purchases', {
    idOf: ({ legId }) => legId,
    isFinal: ({ key }) => key !== undefined,
  })
  return { get: (legId) => purchases.get(legId), put: (record) => purchases.put(record) }
}

/** `k` of a settled leg, which the contract has checked and shows to everyone. */
async function readSettledKey(
  legId: LegId,
  { rpc, deployment }: { rpc: Rpc; deployment: Deployment },
): Promise<Hex | null> {
  const [event] = await readHistory(rpc, deployment, { name: 'LegSettled', where: { legId } })
  return event?.args.key ?? null
}

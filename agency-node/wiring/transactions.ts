import { compactSignature, toRecordedSettlement } from '@creditmesh/sdk/chain/compactSignature.ts'
import { toRecordedGrant } from '@creditmesh/sdk/chain/consentStructs.ts'
import type { ContractCall, Contracts } from '@creditmesh/sdk/chain/contracts.ts'
import type { Deployment } from '@creditmesh/sdk/chain/deployment.ts'
import type { Rpc } from '@creditmesh/sdk/chain/rpc.ts'
import type { MeshError } from '@creditmesh/sdk/errors.ts'
import { createOutbox, type Submission } from '../chain/outbox.ts'
import type { ExchangeIntent, TransactionLane } from '../exchange/collaborators.ts'
import type { CryptoSuites } from '../native/cryptoSuites.ts'
import type { NodeIdentity } from '../store/identity.ts'
import type { Store } from '../store/store.ts'

/** The agency's one lane of transactions, for the exchange and for an operator's commands. */
export interface Transactions extends TransactionLane {
  /** Any other call of this agency; the same id twice is one transaction. */
  enqueueCall(id: string, call: ContractCall): Promise<Submission>
  resume(): Promise<void>
  close(): Promise<void>
}

interface TransactionsOptions {
  readonly store: Store
  readonly rpc: Rpc
  readonly contracts: Contracts
  readonly deployment: Deployment
  readonly identity: NodeIdentity
  readonly suites: CryptoSuites
  readonly signal: AbortSignal
  readonly onTrouble?: (trouble: MeshError) => void
}

export function openTransactions(options: TransactionsOptions): Transactions {
  const { store, rpc, contracts, deployment, identity, suites, signal, onTrouble } = options
  const { address, operatorKey: secretKey } = identity
  const outbox = createOutbox({
    ...{ store, rpc, signal },
    chainId: deployment.chainId,
    account: { address, secretKey },
    ecdsa: suites.ecdsa,
    ...(onTrouble && { onTrouble }),
  })
  const enqueueCall = (id: string, call: ContractCall) => outbox.submit({ id, call })
  return {
    enqueue: (intent) => enqueueCall(`${intent.kind}:${intent.legId}`, callOf(intent, contracts)),
    enqueueCall,
    resume: outbox.resume,
    close: outbox.close,
  }
}

function callOf(intent: ExchangeIntent, { queries }: Contracts): ContractCall {
  switch (intent.kind) {
    case 'settleQuery':
      return queries.encode('settleQuery', intent.terms, toRecordedSettlement(intent.settlement))
    case 'settleTrade':
      return queries.encode('settleTrade', intent.offer, toRecordedSettlement(intent.settlement))
    case 'postQueryDelivery':
      return queries.encode('postQueryDelivery', intent.terms, intent.deliveryHash)
    case 'postTradeDelivery':
      return queries.encode('postTradeDelivery', intent.offer, intent.deliveryHash)
    case 'reclaimTrade':
      return queries.encode('reclaimTrade', intent.offer)
    case 'broadcast': {
      const { terms, grant, identificationHash, categories, priceCeiling, offersBy } = intent
      const recorded = toRecordedGrant(grant)
      return queries.encode(
        'broadcast',
        ...([terms, recorded, identificationHash, categories, priceCeiling, offersBy] as const),
      )
    }
    case 'trade': {
      const { terms, grant, offer, signature, providersProof } = intent
      return queries.encode(
        'trade',
        ...([
          terms,
          toRecordedGrant(grant),
          offer,
          compactSignature(signature),
          providersProof,
        ] as const),
      )
    }
  }
}

import type { ConsentGrant } from '@creditmesh/sdk/chain/consentStructs.ts'
import type { Address, ConsentId, Hex, LegId, QueryId } from '@creditmesh/sdk/chain/ids.ts'
import type { Leg } from '@creditmesh/sdk/chain/legViews.ts'
import type { Offer, QueryTerms, Settlement } from '@creditmesh/sdk/chain/queryStructs.ts'
import type { TypedData } from '@creditmesh/sdk/chain/typedData.ts'
import type { Bytes } from '@creditmesh/sdk/crypto/bytes.ts'
import type { NaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import type { SubjectTagger } from '@creditmesh/sdk/crypto/subjectTag.ts'
import type { ErrorCode } from '@creditmesh/sdk/errors.ts'
import type { Ask, AskAnswer, KeyAnswer, ReceiptBody } from '@creditmesh/sdk/wire/messages.ts'
import type { UcrRecord } from '@creditmesh/sdk/wire/records/record.ts'
import type { RecordSource, Score } from '@creditmesh/sdk/wire/response.ts'
import type { EvidenceSources } from './consentEvidence.ts'
import type { LegDocument, ReceivedOffer, TradeLeg } from './legDocument.ts'

/** Who this agency is: its account and the keys of its present epoch. */
export interface AgencyIdentity {
  readonly chainId: number
  readonly queries: Address
  readonly address: Address
  readonly keyEpoch: number
  readonly operatorSecret: Uint8Array
  readonly ed25519Secret: Uint8Array
  /** Newest epoch first: what was sealed just before a rotation still opens. */
  readonly x25519Secrets: readonly Uint8Array[]
}

/** The contract finds a leg by its terms: of a lender's query, or of an accepted offer. */
export type LegTermsOnChain = { readonly terms: QueryTerms } | { readonly offer: Offer }

export interface ConsentOnChain {
  /** `undefined` when a query can be answered under it; else why not. */
  readonly refusal?: ErrorCode
}

export interface BroadcastOnChain {
  readonly identificationHash: Hex
  readonly categories: number
  readonly priceCeiling: bigint
  readonly offersBy: number
}

export interface PeerAgency {
  readonly address: Address
  readonly endpoint: string
  readonly x25519: Uint8Array
}

export interface Prices {
  readonly fee: bigint
  readonly relayFee: bigint
  readonly missFee: bigint
  readonly tradePrice: bigint
}

/** Final state of the chain, read anew at each call: nothing here may be stale. */
export interface ChainReader {
  /** Seconds of the newest final block. */
  nowSec(): Promise<number>
  legOf(leg: LegTermsOnChain): Promise<Leg>
  /** Whether an answering agency may serve under the grant now; a CONSUMED consent serves its own open leg. */
  consentOf(grant: ConsentGrant): Promise<ConsentOnChain>
  legAndConsent(leg: LegTermsOnChain, grant: ConsentGrant): Promise<[Leg, ConsentOnChain]>
  /** The broadcast that an agency made for a lender's leg; of one query id there may be several legs. */
  broadcastOf(parentLegId: LegId, agency: Address): Promise<BroadcastOnChain | null>
  pricesOf(agency: Address, categories: number): Promise<Prices>
  /** Active agencies other than this one. */
  peers(): Promise<readonly PeerAgency[]>
}

/** What the exchange sends to the chain. The same intent twice is one transaction. */
export type ExchangeIntent =
  | { kind: 'settleQuery'; legId: LegId; terms: QueryTerms; settlement: Settlement }
  | { kind: 'settleTrade'; legId: LegId; offer: Offer; settlement: Settlement }
  | { kind: 'postQueryDelivery'; legId: LegId; terms: QueryTerms; deliveryHash: Hex }
  | { kind: 'postTradeDelivery'; legId: LegId; offer: Offer; deliveryHash: Hex }
  | {
      kind: 'broadcast'
      legId: LegId
      terms: QueryTerms
      grant: ConsentGrant
      identificationHash: Hex
      categories: number
      priceCeiling: bigint
      offersBy: number
    }
  | {
      kind: 'trade'
      legId: LegId
      terms: QueryTerms
      grant: ConsentGrant
      offer: Offer
      signature: Hex
      providersProof: readonly Hex[]
    }
  | { kind: 'reclaimTrade'; legId: LegId; offer: Offer }

export interface TransactionLane {
  /** Resolves once the intent is durable; `mined` follows. `mined` rejects with the decoded revert. */
  enqueue(intent: ExchangeIntent): Promise<{ readonly mined: Promise<void> }>
}

/** Durable documents: a resolved `put` survives a kill. */
export interface LegStore {
  get(legId: LegId): Promise<LegDocument | null>
  put(document: LegDocument): Promise<void>
  /** Stores an offered trade, and that it answers the identification of this hash, as one. */
  putOffer(leg: TradeLeg, bodyHash: Hex): Promise<void>
  /** What was offered for a lender's leg: one offer, ever. */
  offerFor(parentLegId: LegId): Promise<GivenOffer | null>
  unfinished(): AsyncIterable<LegDocument>
}

export interface GivenOffer {
  readonly parentLegId: LegId
  readonly tradeLegId: LegId
  /** Of the identification that it answers. */
  readonly bodyHash: Hex
}

export interface FoundFile {
  readonly records: readonly UcrRecord[]
  readonly sources: readonly RecordSource[]
}

export interface TradedRecords {
  readonly tag: Hex
  readonly records: readonly UcrRecord[]
  readonly sources: readonly RecordSource[]
  readonly consentId: ConsentId
  readonly queryId: QueryId
  /** The last second at which a copy may be held. */
  readonly keepUntilSec: number
}

export interface RecordVault {
  /** What may still be held at `nowSec`. */
  find(tag: Hex, nowSec: number): Promise<FoundFile | null>
  saveTraded(traded: TradedRecords): Promise<void>
}

/** Peers over HTTPS, signed both ways. */
export interface PeerClient {
  identify(peer: PeerAgency, queryId: QueryId, sealed: Uint8Array): Promise<Uint8Array>
  ask(peer: Address, legId: LegId, ask: Ask): Promise<AskAnswer>
  receipt(peer: Address, legId: LegId, receipt: ReceiptBody): Promise<KeyAnswer>
}

export interface BoughtRecords {
  readonly records: readonly UcrRecord[]
}

/** What this agency buys of its peers. */
export interface Purchases {
  /** Buys one accepted offer as the buyer of PROTOCOL 4; resumes by itself after a kill. */
  buy(
    chosen: ReceivedOffer & { tradeLegId: LegId },
    oneTimeSecret: Uint8Array,
  ): Promise<BoughtRecords>
  /** Drops what would open a delivery again; what proves that it came stays. */
  forget(tradeLegId: LegId): Promise<void>
}

/** A score that is about to be delivered, and by what right it was made. */
export interface GivenScore {
  readonly legId: LegId
  readonly tag: Hex
  readonly consentId: ConsentId
  readonly purpose: number
  readonly buyer: Address
  readonly score: Score
}

/** Scores locally; null when there is no trade line to score. */
export type ScoreRecords = (records: readonly UcrRecord[], nowSec: number) => Score | null

export interface ExchangeSettings {
  readonly receiptMarginSec: number
  readonly tradeMarginSec: number
  /** How long peers may take to offer. */
  readonly offerWindowSec: number
  /** The least that a peer and we need between an accepted trade and its receipt. */
  readonly tradeWindowSec: number
  /** Answers leave after whole steps of it: one timing class for hit and miss. */
  readonly answerFloorMs: number
  /** An ask is held at most so long before it is answered "pending". */
  readonly askHoldMs: number
  readonly royaltyBps: number
}

export interface ExchangeLog {
  info(fields: Record<string, string | number | boolean>, message: string): void
  warn(fields: Record<string, string | number | boolean>, message: string): void
}

/**
 * An identification that does not verify, as evidence against the agency that signed it (PROTOCOL 5.2). It names
 * nobody: the body that the hash stands for is the peer's to show.
 */
export interface PeerFailure {
  readonly peer: Address
  readonly queryId: QueryId
  readonly check: string
  readonly atSec: number
  readonly bodyHash: Hex
  readonly keyEpoch: number
  /** The peer's, over the hash: `isSignedIdentification` checks it. */
  readonly signature: Uint8Array
}

/** Everything living that the exchange works with; made and closed by node.ts. */
export interface Collaborators {
  readonly identity: AgencyIdentity
  readonly chain: ChainReader
  readonly transactions: TransactionLane
  readonly legs: LegStore
  readonly vault: RecordVault
  readonly peers: PeerClient
  readonly purchases: Purchases
  readonly score: ScoreRecords
  /** Stores what the score was made of, so that it can be replayed; on the disk when it resolves. */
  readonly keepScore: (given: GivenScore) => Promise<void>
  /** Whether there is a model to score with. */
  readonly canScore: () => boolean
  readonly evidence: EvidenceSources
  readonly recordPeerFailure: (failure: PeerFailure) => Promise<void>
  readonly tagger: SubjectTagger
  readonly typed: TypedData
  readonly nacl: NaclSuite
  /** keccak-256, native where it can be. */
  readonly keccak: (bytes: Uint8Array) => Bytes
  readonly settings: ExchangeSettings
  /** Milliseconds since 1970, of this machine: for waiting and for caution, never to hold a leg for over. */
  readonly clockMs: () => number
  readonly log: ExchangeLog
  readonly signal: AbortSignal
}

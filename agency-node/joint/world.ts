import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import type { Identifier } from '@creditmesh/sdk/crypto/identifiers.ts'
import type { NaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import type { LinkageAgreement, TrainingAgreement } from '@creditmesh/sdk/wire/joint/agreement.ts'
import type { JointMessageKind } from '@creditmesh/sdk/wire/joint/messages.ts'
import type { z } from 'zod'
import type { PartyData } from '../analysis/joint/computation.ts'
import type { PrimeGroup } from '../native/primeGroup.ts'
import type { Documents } from '../store/store.ts'
import type { AccountLog } from './account/accountLog.ts'
import type { AgreementDocument, SessionDocument } from './documents.ts'

/** What joint computations need of the rest of the node. Addresses are in lower case throughout. */
export interface JointWorld {
  readonly identity: {
    readonly chainId: number
    readonly address: Hex
    readonly keyEpoch: number
    readonly ed25519Secret: Uint8Array
    /** Newest first. */
    readonly x25519Secrets: readonly Uint8Array[]
  }
  readonly nacl: NaclSuite
  /** Null where no library for it loads: then nobody can be linked. */
  readonly group: PrimeGroup | null
  readonly agreements: Documents<AgreementDocument>
  readonly sessions: Documents<SessionDocument>
  readonly account: AccountLog
  readonly peers: JointPeers
  readonly members: {
    signingKeyOf(party: Hex, keyEpoch: number): Promise<Uint8Array | null>
    isActiveAgency(party: Hex): Promise<boolean>
  }
  /** The own people whose outcome is known, by the columns of the agreement. Throws `joint.not_allowed` for unknown ones. */
  trainingData(agreement: TrainingAgreement, seed: string): Promise<TrainingData>
  /** The own people on file, in no order that means anything. */
  people(): AsyncIterable<{ readonly subjectRef: string; readonly identifier: Identifier }>
  /** People with the values of the agreed columns, from the file that the operator named. */
  features(path: string, agreement: LinkageAgreement): Promise<readonly PersonFeatures[]>
  readonly settings: {
    readonly allowTwo: boolean
    readonly linkagesPerPeer: number
    readonly linkagesPerPurpose: number
    readonly elementsPerPeer: number
    readonly idleSec: number
  }
  nowSec(): number
}

export interface TrainingData extends PartyData {
  /** Tells whether the same people with the same values were used before. */
  readonly dataHash: Hex
}

export interface PersonFeatures {
  readonly identifier: Identifier
  /** In the order of the columns; NaN is missing. */
  readonly values: Float64Array
}

/** Sends sealed messages to other parties and opens their answers. */
export interface JointPeers {
  send<Reply extends z.ZodType>(
    party: Hex,
    message: JointMessage,
    reply: Reply,
  ): Promise<z.output<Reply>>
}

export interface JointMessage {
  readonly kind: Exclude<JointMessageKind, 'reply'>
  /** Of the agreement (propose, approve) or of the session. */
  readonly id: Hex
  readonly round?: number
  readonly body: unknown
}

/** Where a message stands: what it is sealed to, besides its recipient. */
export function placeOf({ id, round }: Pick<JointMessage, 'id' | 'round'>): string {
  return round === undefined ? id : `${id}/${round}`
}

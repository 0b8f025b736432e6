import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import type { JsonValue } from '@creditmesh/sdk/crypto/canonicalJson.ts'
import type { JointAgreement, JointApproval } from '@creditmesh/sdk/wire/joint/agreement.ts'
import type { LearnedRound } from './sums/sumParty.ts'

/** An agreement as one agency keeps it. */
export interface AgreementDocument {
  readonly agreementId: Hex
  readonly agreement: JointAgreement
  /** Those that are known here, each verified; the own one among them only once the operator gave it. */
  readonly approvals: readonly JointApproval[]
  /** Of this agency alone. */
  readonly standing: 'proposed' | 'approved' | 'withdrawn'
  readonly knownSinceSec: number
  /** The operator was shown what these sums tell beside earlier ones, and took it. */
  readonly acceptsNarrowing: boolean
  /** Of the holder of a linkage: where its features are read from. */
  readonly featuresPath?: string
}

/** The course of one session as one agency keeps it. No personal data, no numbers of others. */
export interface SessionDocument {
  readonly sessionId: Hex
  readonly agreementId: Hex
  readonly kind: JointAgreement['kind']
  readonly role: 'leader' | 'party'
  readonly parties: readonly Hex[]
  readonly purpose: string
  readonly state: 'running' | 'finished' | 'aborted'
  readonly reason?: string
  readonly startedSec: number
  readonly endedSec?: number
  /** Own rows and their fingerprint, of a training. */
  readonly rows?: number
  readonly dataHash?: Hex
  /** Sums that every party learned. */
  readonly learned: readonly LearnedRound[]
  /** Of a linkage: how many people the leader asked about, and how many entries it was given. */
  readonly asked?: number
  readonly entries?: number
  /** Of a linkage, known to the leader alone. */
  readonly matched?: number
  readonly result?: JsonValue
}

export const agreementDocuments = {
  idOf: ({ agreementId }: AgreementDocument) => agreementId,
  isFinal: ({ standing }: AgreementDocument) => standing === 'withdrawn',
}

export const sessionDocuments = {
  idOf: ({ sessionId }: SessionDocument) => sessionId,
  isFinal: ({ state }: SessionDocument) => state !== 'running',
}

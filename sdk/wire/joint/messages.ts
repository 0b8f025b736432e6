import { z } from 'zod'
import type { Hex } from '../../crypto/bytes.ts'
import { bytes, ed25519Signature, hex32, publicKey, uint32 } from '../fields.ts'
import { jointApprovalSchema, partyAddress, signedAgreementSchema } from './agreement.ts'

/** A message of a joint computation as it travels: sealed to the other party, bound to its place. */
export const jointSealedMax = 14 * 1024 * 1024
export const jointEnvelopeSchema = z.strictObject({ sealed: bytes(jointSealedMax) })

export const jointProposalSchema = signedAgreementSchema
export const jointConsentSchema = z.strictObject({ approval: jointApprovalSchema })
export const jointNoticeSchema = z.strictObject({ isKept: z.literal(true) })

export const jointJoinSchema = z.strictObject({
  agreementId: hex32,
  /** Of every party. */
  approvals: z.array(jointApprovalSchema).min(2).max(8),
})

/** A party's key for one session, signed by its registered key: nobody in between can put another in its place. */
export const sessionKeySchema = z.strictObject({
  party: partyAddress,
  publicKey,
  keyEpoch: uint32,
  signature: ed25519Signature,
})
export type SessionKey = z.output<typeof sessionKeySchema>

export const jointJoinedSchema = z.strictObject({
  /** Of a session of sums. */
  key: sessionKeySchema.optional(),
  /** Of a linkage: how many pages of entries there are. */
  pages: z.int().min(1).max(10_000).optional(),
})

/** One party's masked numbers of a round, signed: who passes them on cannot change them. */
export const maskedAnswerSchema = z.strictObject({
  party: partyAddress,
  masked: bytes(8 * 1024 * 1024),
  signature: ed25519Signature,
})
export type MaskedAnswer = z.output<typeof maskedAnswerSchema>

export const jointRoundSchema = z.discriminatedUnion('step', [
  /** The first round tells the keys, every later one the answers of the round before. */
  z.strictObject({ step: z.literal('keys'), keys: z.array(sessionKeySchema).min(2).max(8) }),
  z.strictObject({ step: z.literal('sum'), answers: z.array(maskedAnswerSchema).min(2).max(8) }),
  /** Blinded points, 33 bytes each. */
  z.strictObject({ step: z.literal('evaluate'), points: bytes(33 * 4096) }),
  z.strictObject({ step: z.literal('page'), page: z.int().min(0).max(10_000) }),
])
export type JointRound = z.output<typeof jointRoundSchema>

export const jointRepliedSchema = z.discriminatedUnion('step', [
  z.strictObject({ step: z.literal('answer'), answer: maskedAnswerSchema }),
  z.strictObject({ step: z.literal('finished'), resultHash: hex32 }),
  z.strictObject({ step: z.literal('evaluated'), points: bytes(33 * 4096) }),
  z.strictObject({ step: z.literal('entries'), entries: bytes(4 * 1024 * 1024) }),
])
export type JointReplied = z.output<typeof jointRepliedSchema>

export const jointEndSchema = z.strictObject({ outcome: z.enum(['finished', 'aborted']) })

/** What the sealed messages are bound to: kind, agreement or session, place in it, recipient. */
export function jointContext(kind: JointMessageKind, place: string, recipient: Hex): string {
  return `creditmesh/joint/1:${kind}:${place}:${recipient.toLowerCase()}`
}

export type JointMessageKind = 'propose' | 'approve' | 'join' | 'round' | 'end' | 'reply'

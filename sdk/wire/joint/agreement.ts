import { z } from 'zod'
import { concat, type Hex, toHex, utf8 } from '../../crypto/bytes.ts'
import { sha256 } from '../../crypto/hash.ts'
import type { NaclSuite } from '../../crypto/nacl.ts'
import { ed25519Signature, hex32, seconds, uint32 } from '../fields.ts'
import { encodeMessage } from '../json.ts'

/** Lower case: the order of parties and the id of an agreement depend on how it is spelled. */
export const partyAddress = z.templateLiteral(['0x', z.string().regex(/^[0-9a-f]{40}$/)])

const columnName = z.string().regex(/^[A-Za-z][A-Za-z0-9_.-]{0,63}$/)
const columns = z
  .array(columnName)
  .min(1)
  .max(40)
  .refine((names) => new Set(names).size === names.length, 'must differ')

const common = {
  protocol: z.literal('creditmesh/joint/1'),
  /** The network that it belongs to. */
  chainId: z.int().positive(),
  /** Ascending, the leader among them. */
  parties: z
    .array(partyAddress)
    .min(2)
    .max(8)
    .refine((all) => all.every((one, at) => at === 0 || (all[at - 1] ?? '') < one), 'must ascend'),
  /** Who calls the others; of a linkage also the only one who learns anything. */
  leader: partyAddress,
  /** What it is for, in words. */
  purpose: z.string().min(1).max(200),
  validFrom: seconds,
  validUntil: seconds,
  /** Each repetition tells more. */
  maxSessions: z.int().min(1).max(100),
  nonce: hex32,
}

const training = {
  ...common,
  featureSet: z.string().min(1).max(64),
  currency: z.string().regex(/^[A-Z]{3}$/),
  outcome: z.string().min(1).max(64),
  /** Of the feature set. A missing value becomes 0. */
  columns,
  /** Columns for which another one tells where the value is missing. */
  indicators: z.array(columnName).max(40),
  /** What each party must have, alone. */
  minRows: z.int().min(20).max(1_000_000_000),
  minPerClass: z.int().min(5).max(1_000_000_000),
  maxRounds: z.int().min(3).max(200),
  /** With two parties each learns the other's sums. */
  allowTwo: z.boolean(),
}

export const forestShapeSchema = z.strictObject({
  trees: z.int().min(1).max(100),
  depth: z.int().min(1).max(8),
  /** Values of a column are told apart by at most this many classes. */
  bins: z.int().min(2).max(32),
  /** Columns that each node chooses from. */
  columnsPerNode: z.int().min(1).max(40),
  /** Weighted rows, of all parties, that a leaf must hold. */
  minLeaf: z.int().min(5).max(1_000_000),
  seed: uint32,
})

export const jointAgreementSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ ...training, kind: z.literal('logistic'), l2: z.number().min(0).max(1e9) }),
    z.strictObject({ ...training, kind: z.literal('forest'), forest: forestShapeSchema }),
    z.strictObject({
      ...common,
      kind: z.literal('linkage'),
      /** What the other party tells about people whom both know. */
      columns,
      maxLeaderElements: z.int().min(1).max(200_000),
      maxHolderElements: z.int().min(1).max(200_000),
      /** Fewer on either side would be questions about single people. */
      minElements: z.int().min(10).max(200_000),
    }),
  ])
  .refine(({ parties, leader }) => parties.includes(leader), 'the leader must be a party')
  .refine(({ validFrom, validUntil }) => validFrom < validUntil, 'must end after it begins')
  .refine(({ kind, parties }) => kind !== 'linkage' || parties.length === 2, 'must be two')

/** What several agencies agree to compute together, and within which limits. */
export type JointAgreement = z.output<typeof jointAgreementSchema>
export type TrainingAgreement = Extract<JointAgreement, { kind: 'logistic' | 'forest' }>
export type LinkageAgreement = Extract<JointAgreement, { kind: 'linkage' }>

/** A party's word that it takes part. */
export const jointApprovalSchema = z.strictObject({
  party: partyAddress,
  /** Epoch of the party's Ed25519 key. */
  keyEpoch: uint32,
  signature: ed25519Signature,
})
export type JointApproval = z.output<typeof jointApprovalSchema>

export const signedAgreementSchema = z.strictObject({
  agreement: jointAgreementSchema,
  approvals: z.array(jointApprovalSchema).max(8),
})
export type SignedAgreement = z.output<typeof signedAgreementSchema>

export function jointAgreementId(agreement: JointAgreement): Hex {
  return toHex(sha256(concat(utf8('creditmesh/joint/agreement/1\n'), encodeMessage(agreement))))
}

interface ApprovalSigner {
  readonly party: Hex
  readonly keyEpoch: number
  readonly secretKey: Uint8Array
}

export function approveAgreement(
  nacl: Pick<NaclSuite, 'sign'>,
  agreementId: Hex,
  { party, keyEpoch, secretKey }: ApprovalSigner,
): JointApproval {
  return { party, keyEpoch, signature: nacl.sign(approvedBytes(agreementId, party), secretKey) }
}

export function isApproval(
  nacl: Pick<NaclSuite, 'verify'>,
  agreementId: Hex,
  { party, signature }: JointApproval,
  publicKey: Uint8Array,
): boolean {
  return nacl.verify(approvedBytes(agreementId, party), signature, publicKey)
}

function approvedBytes(agreementId: Hex, party: Hex) {
  return utf8(`creditmesh/joint/approval/1\n${agreementId}\n${party}`)
}

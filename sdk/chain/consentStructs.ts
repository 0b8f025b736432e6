import { toHex, utf8 } from '../crypto/bytes.ts'
import { keccak256 } from '../crypto/hash.ts'
import type { Address, ConsentId, Digest, Hex } from './ids.ts'
import { defineStruct, hashStruct, type StructLayout } from './structHash.ts'
import type { Keccak256 } from './words.ts'

/** Which agencies a grant names: any admitted one, one address, or the leaves of a Merkle root. */
export const agencyScopeKinds = { ANY: 0, ONE: 1, LISTED: 2 } as const
export type AgencyScopeKind = (typeof agencyScopeKinds)[keyof typeof agencyScopeKinds]

/** Bit mask of what an answer may hold. */
export const detailBits = { SCORE_ONLY: 1, SUMMARY: 2, DETAIL: 4, IDENTITY: 8 } as const

/** Whether the grantee may only display the answer, or keep it for `dataLifeDays`. */
export const consentModes = { VIEW: 0, STORE: 1 } as const
export type ConsentMode = (typeof consentModes)[keyof typeof consentModes]

interface GrantTerms {
  /** `commitmentOf(subjectTag, commitSalt)`. */
  readonly commitment: Digest
  /** The fresh key of this consent, or a contract wallet (ERC-1271). */
  readonly subject: Address
  readonly grantee: Address
  readonly agencyScopeKind: AgencyScopeKind
  /** Zero, an address in the low 20 bytes, or a Merkle root (`merkleScope.ts`). */
  readonly agencyScope: Digest
  readonly relayAllowed: boolean
  /** Zero: any admitted agency may supply; else a Merkle root. */
  readonly providersRoot: Digest
  readonly maxHops: number
  readonly relayStore: boolean
  readonly purpose: number
  readonly categories: number
  readonly detail: number
  readonly mode: ConsentMode
  readonly notBefore: number
  readonly expiresAt: number
  readonly maxUses: number
  /** Uses within one period of `periodSec`; zero for no such limit. */
  readonly perPeriod: number
  readonly periodSec: number
  readonly lookbackMonths: number
  readonly dataLifeDays: number
  /** Cap on requests and broadcasts, which nothing returns. */
  readonly attempts: number
  readonly recordBy: number
  /** Zero, or the consent that this grant amends. */
  readonly supersedes: ConsentId
  readonly nonce: Hex
}

/** What the subject signs: the terms with a human sentence that wallets display. */
export interface ConsentGrant extends GrantTerms {
  readonly summary: string
}

/** What the chain sees: the same terms with the sentence's hash. Both have the same id. */
export interface RecordedGrant extends GrantTerms {
  readonly summaryHash: Digest
}

const beforeSummary = [
  ['commitment', 'bytes32'],
  ['subject', 'address'],
  ['grantee', 'address'],
  ['agencyScopeKind', 'uint8'],
  ['agencyScope', 'bytes32'],
  ['relayAllowed', 'bool'],
  ['providersRoot', 'bytes32'],
  ['maxHops', 'uint8'],
  ['relayStore', 'bool'],
  ['purpose', 'uint8'],
  ['categories', 'uint32'],
  ['detail', 'uint8'],
  ['mode', 'uint8'],
  ['notBefore', 'uint48'],
  ['expiresAt', 'uint48'],
  ['maxUses', 'uint16'],
  ['perPeriod', 'uint16'],
  ['periodSec', 'uint32'],
  ['lookbackMonths', 'uint16'],
  ['dataLifeDays', 'uint16'],
  ['attempts', 'uint16'],
] as const satisfies StructLayout<GrantTerms>

const afterSummary = [
  ['recordBy', 'uint48'],
  ['supersedes', 'bytes32'],
  ['nonce', 'bytes32'],
] as const satisfies StructLayout<GrantTerms>

export const consentGrantType = defineStruct<ConsentGrant>('ConsentGrant', [
  ...beforeSummary,
  ['summary', 'string'],
  ...afterSummary,
])

// EIP-712 lays a string as its hash, so the recorded form hashes alike under the signed form's type.
const recordedGrantType = {
  ...defineStruct<RecordedGrant>('RecordedGrant', [
    ...beforeSummary,
    ['summaryHash', 'bytes32'],
    ...afterSummary,
  ]),
  typeHash: consentGrantType.typeHash,
}

export function hashConsentGrant(
  grant: ConsentGrant | RecordedGrant,
  keccak: Keccak256,
): ConsentId {
  return 'summary' in grant
    ? hashStruct(consentGrantType, grant, keccak)
    : hashStruct(recordedGrantType, grant, keccak)
}

/** The form in which a grant is presented to the contracts. */
export function toRecordedGrant(grant: ConsentGrant | RecordedGrant): RecordedGrant {
  if (!('summary' in grant)) return grant
  const { summary, ...terms } = grant
  return { ...terms, summaryHash: toHex(keccak256(utf8(summary))) }
}

/** A signed change of state; `seq` is the consent's present sequence number plus one. */
export interface ConsentAction {
  readonly consentId: ConsentId
  readonly seq: number
  readonly deadline: number
}

/** Kills a grant that was signed but not recorded. */
export interface ConsentCancel {
  readonly consentId: ConsentId
  readonly deadline: number
}

const actionLayout: StructLayout<ConsentAction> = [
  ['consentId', 'bytes32'],
  ['seq', 'uint32'],
  ['deadline', 'uint48'],
]

export const consentPauseType = defineStruct('ConsentPause', actionLayout)
export const consentResumeType = defineStruct('ConsentResume', actionLayout)
export const consentWithdrawType = defineStruct('ConsentWithdraw', actionLayout)
export const consentCancelType = defineStruct<ConsentCancel>('ConsentCancel', [
  ['consentId', 'bytes32'],
  ['deadline', 'uint48'],
])

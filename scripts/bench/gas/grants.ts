import {
  agencyScopeKinds,
  type ConsentGrant,
  consentModes,
  type RecordedGrant,
  toRecordedGrant,
} from '@creditmesh/sdk/chain/consentStructs.ts'
import { type ConsentId, type Hex, zeroDigest } from '@creditmesh/sdk/chain/ids.ts'
import { ethersEcdsa } from '@creditmesh/sdk/crypto/secp256k1.ts'
import { digestOf, hexOf, type Stage } from './stage.ts'

/** A signed grant with the key that signs for it. */
export interface SignedGrant {
  readonly consentId: ConsentId
  readonly grant: ConsentGrant
  readonly onChain: RecordedGrant
  readonly signature: Hex
  readonly secretKey: Uint8Array
}

/** A grant to the lender as a person gives it: one query, relayed if need be, unless `changes` say otherwise. */
export async function signGrant(
  stage: Stage,
  name: string,
  changes: Partial<ConsentGrant> = {},
): Promise<SignedGrant> {
  const secretKey = digestOf(`key of ${name}`)
  const nowSec = await stage.nowSec()
  const grant: ConsentGrant = {
    commitment: hexOf(`commitment of ${name}`),
    subject: ethersEcdsa.addressOf(secretKey),
    grantee: stage.lender.address,
    ...{ agencyScopeKind: agencyScopeKinds.ANY, agencyScope: zeroDigest },
    ...{ relayAllowed: true, providersRoot: zeroDigest, maxHops: 1, relayStore: true },
    ...{ purpose: 1, categories: 3, detail: 7, mode: consentModes.VIEW },
    ...{ notBefore: nowSec, expiresAt: nowSec + 86_400 },
    ...{ maxUses: 1, perPeriod: 0, periodSec: 0, attempts: 5 },
    ...{ lookbackMonths: 60, dataLifeDays: 30 },
    summary: 'Bank A may ask any agency once for my cards and loans, until tomorrow.',
    ...{ recordBy: nowSec + 3_600, supersedes: zeroDigest, nonce: hexOf(`nonce of ${name}`) },
    ...changes,
  }
  return sign(stage, grant, secretKey)
}

export function sign(stage: Stage, grant: ConsentGrant, secretKey: Uint8Array): SignedGrant {
  const { consentGrant } = stage.typedData
  return {
    consentId: consentGrant.hash(grant),
    grant,
    onChain: toRecordedGrant(grant),
    signature: consentGrant.sign(grant, secretKey),
    secretKey,
  }
}

/** Signs and records, by an account that is nobody's. */
export async function recordGrant(
  stage: Stage,
  name: string,
  changes: Partial<ConsentGrant> = {},
): Promise<SignedGrant> {
  const signed = await signGrant(stage, name, changes)
  const { consents } = stage.contracts
  const call = consents.encode('record', signed.onChain, signed.signature)
  await stage.send(stage.account('relayer'), call)
  return signed
}

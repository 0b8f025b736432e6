import type { Address } from '@creditmesh/sdk/chain/ids.ts'
import { type Hex, toHex } from '@creditmesh/sdk/crypto/bytes.ts'
import type { Identifier } from '@creditmesh/sdk/crypto/identifiers.ts'
import type { NaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import type { SubjectTagger } from '@creditmesh/sdk/crypto/subjectTag.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { type Credential, credentialIdOf, signStatement } from '@creditmesh/sdk/wire/credentials.ts'
import type { Enrolments } from '../store/enrolments.ts'

const secondsPerDay = 86_400

/** A person whom this agency has identified, and the root key that she showed. */
export interface EnrolmentRequest {
  readonly identifier: Identifier
  readonly root: Uint8Array
  /** Where to tell her of a changed root. */
  readonly contact?: string
  /** The root that was known before signed the change: nothing waits. */
  readonly isEndorsed?: boolean
}

export interface Registrar {
  readonly issuer: { address: Address; keyEpoch: number; ed25519Secret: Uint8Array }
  readonly enrolments: Enrolments
  readonly tagger: SubjectTagger
  readonly nacl: NaclSuite
  /** Anchors credential ids on chain; resolves once mined. The same id twice is one transaction. */
  readonly anchor: (credentialId: Hex) => Promise<void>
  readonly settings: { readonly credentialDays: number; readonly rootWaitingHours: number }
}

/**
 * Enrols a root key (PROTOCOL 2): from now on this agency answers for consents under it, and others may believe
 * the credential. Throws `subject.root_waiting` when another root is known for the person and did not endorse this.
 */
export async function enrolSubject(
  { identifier, root, contact, isEndorsed = false }: EnrolmentRequest,
  { nowSec }: { nowSec: number },
  registrar: Registrar,
): Promise<Credential> {
  const { enrolments, settings } = registrar
  const tag = await registrar.tagger.tagOf(identifier)
  const standing = await enrolments.present({
    ...{ tag, root, nowSec, isEndorsed },
    basis: 'enrolled',
    waitSec: settings.rootWaitingHours * 3600,
    ...(contact !== undefined && { contact }),
  })
  if (standing.status === 'waiting') {
    const { usableAtSec } = standing
    throw new MeshError('subject.root_waiting', { details: { usableAtSec } })
  }
  const credential = issueCredential({ tag, root, nowSec }, registrar)
  await enrolments.addCredential(tag, credential)
  await registrar.anchor(credentialIdOf(credential))
  return credential
}

function issueCredential(
  { tag, root, nowSec }: { tag: Uint8Array; root: Uint8Array; nowSec: number },
  { issuer, nacl, settings }: Registrar,
): Credential {
  const statement = {
    type: 'creditmesh/credential/1' as const,
    issuer: issuer.address,
    keyEpoch: issuer.keyEpoch,
    root: Uint8Array.from(root),
    tag: toHex(tag),
    issuedAt: nowSec,
    until: nowSec + settings.credentialDays * secondsPerDay,
    nonce: toHex(nacl.randomBytes(32)),
  }
  return signStatement(nacl, statement, issuer.ed25519Secret)
}

import type { ConsentGrant } from '@creditmesh/sdk/chain/consentStructs.ts'
import { commitmentOf } from '@creditmesh/sdk/chain/ids.ts'
import { equalBytes, type Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import type { NaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import {
  type Credential,
  credentialIdOf,
  verifyStatement,
} from '@creditmesh/sdk/wire/credentials.ts'
import type { Disclosure } from '@creditmesh/sdk/wire/messages.ts'

/** What must be known of issuers and enrolments to believe a disclosure. */
export interface EvidenceSources {
  /** The Ed25519 key of a member's epoch and when it was valid; null if there is none. */
  signingKeyOf(member: Hex, keyEpoch: number): Promise<SigningKeyPeriod | null>
  isActiveAgency(member: Hex): Promise<boolean>
  isAffiliated(a: Hex, b: Hex): Promise<boolean>
  credentialStatusOf(credentialId: Hex): Promise<CredentialStatus>
  /** The tag that this agency itself enrolled under a root and that no waiting time holds back; or null. */
  ownEnrolment(root: Uint8Array): Promise<Hex | null>
  /** Notes a root that others vouch for; another one than known for the person waits, and she is told. */
  observeRoot(tag: Hex, root: Uint8Array): Promise<ObservedRoot>
}

export type ObservedRoot =
  | { readonly status: 'usable' }
  | { readonly status: 'waiting'; readonly usableAtSec: number }

export interface SigningKeyPeriod {
  readonly ed25519: Uint8Array
  readonly since: number
  /** Zero while the key is the present one. */
  readonly until: number
}

export interface CredentialStatus {
  readonly issuer: Hex
  readonly anchoredAt: number
  readonly revokedAt: number
}

interface EvidenceContext {
  readonly chainId: number
  readonly nowSec: number
  /** The agency that the lender asked: it cannot vouch for the person towards a peer. */
  readonly askedAgency: Hex
}

/**
 * Believes that the signer of `grant` is the person of `disclosure.tag`, or throws `consent.evidence_invalid`
 * with the check that failed (PROTOCOL 2 and 5.2): tag to commitment, consent key to root, root to tag by this
 * agency's own enrolment or else by two issuers that are neither the grantee, nor the asked agency, nor
 * affiliated with either of them or each other. A root that replaces a known one waits: `subject.root_waiting`.
 */
export async function verifyConsentEvidence(
  { grant, disclosure }: { grant: ConsentGrant; disclosure: Disclosure },
  context: EvidenceContext,
  { nacl, sources }: { nacl: NaclSuite; sources: EvidenceSources },
): Promise<void> {
  const { tag, commitSalt, link } = disclosure
  if (commitmentOf(tag, commitSalt) !== grant.commitment) throw failed('commitment')
  if (link.chainId !== context.chainId) throw failed('link_chain')
  if (link.consentKey.toLowerCase() !== grant.subject.toLowerCase()) throw failed('link_key')
  if (context.nowSec < link.notBefore || context.nowSec > link.until) throw failed('link_time')
  if (!verifyStatement(nacl, link, link.root)) throw failed('link_signature')

  const ownTag = await sources.ownEnrolment(link.root)
  if (ownTag === tag) return
  if (ownTag !== null) throw failed('enrolment')
  await requireTwoIssuers({ grant, disclosure }, context, { nacl, sources })
  const standing = await sources.observeRoot(tag, link.root)
  if (standing.status === 'waiting') {
    const { usableAtSec } = standing
    throw new MeshError('subject.root_waiting', { details: { usableAtSec } })
  }
}

async function requireTwoIssuers(
  { grant, disclosure }: { grant: ConsentGrant; disclosure: Disclosure },
  context: EvidenceContext,
  { nacl, sources }: { nacl: NaclSuite; sources: EvidenceSources },
): Promise<void> {
  const vouching: Hex[] = []
  for (const credential of disclosure.credentials) {
    if (!isAbout(credential, disclosure, context.nowSec)) throw failed('credential_content')
    // Affiliates speak with one voice: an issuer already counted bars its own.
    const parties = [grant.grantee, context.askedAgency, ...vouching]
    if (await isParty(credential.issuer, parties, sources)) continue
    if (await isGenuine(credential, { nacl, sources })) vouching.push(credential.issuer)
  }
  if (vouching.length < 2) throw failed('two_issuers')
}

function isAbout(credential: Credential, { tag, link }: Disclosure, nowSec: number): boolean {
  return (
    credential.tag === tag &&
    equalBytes(credential.root, link.root) &&
    credential.issuedAt <= nowSec &&
    nowSec <= credential.until
  )
}

async function isParty(issuer: Hex, parties: readonly Hex[], sources: EvidenceSources) {
  for (const party of parties) {
    if (party.toLowerCase() === issuer.toLowerCase()) return true
    if (await sources.isAffiliated(issuer, party)) return true
  }
  return false
}

async function isGenuine(
  credential: Credential,
  { nacl, sources }: { nacl: NaclSuite; sources: EvidenceSources },
): Promise<boolean> {
  const [key, status, isActive] = await Promise.all([
    sources.signingKeyOf(credential.issuer, credential.keyEpoch),
    sources.credentialStatusOf(credentialIdOf(credential)),
    sources.isActiveAgency(credential.issuer),
  ])
  if (key === null || !isActive) return false
  const isKeyOfItsTime =
    key.since <= credential.issuedAt && (key.until === 0 || credential.issuedAt <= key.until)
  const isAnchored =
    status.issuer.toLowerCase() === credential.issuer.toLowerCase() &&
    status.anchoredAt > 0 &&
    status.revokedAt === 0
  return isKeyOfItsTime && isAnchored && verifyStatement(nacl, credential, key.ed25519)
}

function failed(check: string): MeshError {
  return new MeshError('consent.evidence_invalid', {
    detail: `the evidence of the consent fails at: ${check}`,
    details: { check },
  })
}

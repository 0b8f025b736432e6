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

/** Why a person's consent is believed: this agency knows her root itself, or others vouch for it. */
export type EvidenceBasis = 'enrolled' | 'vouched'

/**
 * Believes that the signer of `grant` is the person of `disclosure.tag`, or throws `consent.evidence_invalid`
 * with the check that failed (PROTOCOL 2 and 5.2): tag to commitment, consent key to root, root to tag by this
 * agency's own enrolment or else by two issuers that are neither the grantee, nor the asked agency, nor
 * affiliated with either of them or each other. Whoever knows the person asks `requireRootInForce` besides.
 */
export async function verifyConsentEvidence(
  { grant, disclosure }: { grant: ConsentGrant; disclosure: Disclosure },
  context: EvidenceContext,
  { nacl, sources }: { nacl: NaclSuite; sources: EvidenceSources },
): Promise<EvidenceBasis> {
  const { tag, commitSalt, link } = disclosure
  if (commitmentOf(tag, commitSalt) !== grant.commitment) throw failed('commitment')
  if (link.chainId !== context.chainId) throw failed('link_chain')
  if (link.consentKey.toLowerCase() !== grant.subject.toLowerCase()) throw failed('link_key')
  if (context.nowSec < link.notBefore || context.nowSec > link.until) throw failed('link_time')
  if (!verifyStatement(nacl, link, link.root)) throw failed('link_signature')

  const ownTag = await sources.ownEnrolment(link.root)
  if (ownTag === tag) return 'enrolled'
  if (ownTag !== null) throw failed('enrolment')
  if (
    !disclosure.credentials.every((credential) => isAbout(credential, disclosure, context.nowSec))
  )
    throw failed('credential_content')
  const genuine = await genuineCredentials(disclosure, context.nowSec, { nacl, sources })
  const parties = [grant.grantee, context.askedAgency]
  if ((await independentIssuers(genuine, parties, sources)).length < 2) throw failed('two_issuers')
  return 'vouched'
}

/** Throws `subject.root_waiting` for a root that others vouch for, while it replaces one known here (PROTOCOL 2). */
export async function requireRootInForce(
  { tag, link }: Disclosure,
  { observeRoot }: Pick<EvidenceSources, 'observeRoot'>,
): Promise<void> {
  const standing = await observeRoot(tag, link.root)
  if (standing.status === 'usable') return
  const { usableAtSec } = standing
  throw new MeshError('subject.root_waiting', { details: { usableAtSec } })
}

/** The credentials of a disclosure that any agency can believe: about this person and root, in time, genuine. */
export async function genuineCredentials(
  disclosure: Disclosure,
  nowSec: number,
  modules: { nacl: NaclSuite; sources: EvidenceSources },
): Promise<Credential[]> {
  const about = disclosure.credentials.filter((credential) =>
    isAbout(credential, disclosure, nowSec),
  )
  const areGenuine = await Promise.all(about.map((credential) => isGenuine(credential, modules)))
  return about.filter((_, i) => areGenuine[i])
}

/** Who vouches without being one of the parties, nor an affiliate of theirs or of one another. */
export async function independentIssuers(
  credentials: readonly Credential[],
  parties: readonly Hex[],
  sources: Pick<EvidenceSources, 'isAffiliated'>,
): Promise<Hex[]> {
  const vouching: Hex[] = []
  for (const { issuer } of credentials) {
    // Affiliates speak with one voice: an issuer already counted bars its own.
    if (!(await isParty(issuer, [...parties, ...vouching], sources))) vouching.push(issuer)
  }
  return vouching
}

function isAbout(credential: Credential, { tag, link }: Disclosure, nowSec: number): boolean {
  return (
    credential.tag === tag &&
    equalBytes(credential.root, link.root) &&
    credential.issuedAt <= nowSec &&
    nowSec <= credential.until
  )
}

async function isParty(
  issuer: Hex,
  parties: readonly Hex[],
  sources: Pick<EvidenceSources, 'isAffiliated'>,
): Promise<boolean> {
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

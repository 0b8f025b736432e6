import { agencyScopeKinds, type ConsentGrant } from '../../chain/consentStructs.ts'
import type { Deployment } from '../../chain/deployment.ts'
import { consentIdOf, type Hex, sameHex, toAddress } from '../../chain/ids.ts'
import { createAddressScope } from '../../chain/merkleScope.ts'
import type { QueryTerms } from '../../chain/queryStructs.ts'
import { type Rpc, readBlockHead } from '../../chain/rpc.ts'
import type { TypedData } from '../../chain/typedData.ts'
import type { ChainViews } from '../../chain/views.ts'
import { toHex } from '../../crypto/bytes.ts'
import type { NaclSuite } from '../../crypto/nacl.ts'
import { sealTo } from '../../crypto/sealedBox.ts'
import type { EcdsaSuite } from '../../crypto/secp256k1.ts'
import { MeshError } from '../../errors.ts'
import { encodeMessage } from '../../wire/json.ts'
import type { AskBody, ConsentPackage } from '../../wire/messages.ts'
import { categoryMask } from '../../wire/records/categories.ts'
import { askContext } from '../../wire/sealContexts.ts'
import { newLegRecord } from '../leg/legRecord.ts'
import { queryLegTerms } from '../leg/legTerms.ts'
import type { MemberDirectory } from '../memberDirectory.ts'
import type { QueryEntry } from './queryEntry.ts'
import type { PriceCeilings, QueryIdentity, QueryParameters } from './queryParameters.ts'
import type { CheckedParameters } from './readParameters.ts'

/** Everything of an entry but the transaction that will carry it. */
export type PreparedQuery = Omit<QueryEntry, 'transaction'>

export interface PrepareModules {
  readonly account: Hex
  readonly deployment: Deployment
  readonly rpc: Rpc
  readonly views: ChainViews
  readonly directory: MemberDirectory
  readonly typedData: TypedData
  readonly nacl: NaclSuite
  readonly ecdsa: EcdsaSuite
}

/**
 * Writes a query down without sending anything: terms at the agency's listed prices, the ask sealed to its key.
 * Refuses what the contract would refuse of the consent, before it costs a transaction.
 */
export async function prepareQuery(
  parameters: CheckedParameters,
  identity: QueryIdentity,
  modules: PrepareModules,
): Promise<PreparedQuery> {
  const { agency, consentPackage } = parameters
  requireConsent(parameters, modules.account)
  const disclosure = disclosureFor(agency, consentPackage)
  const scopeProof = scopeProofFor(agency, consentPackage)
  const [x25519, amounts, nowSec] = await Promise.all([
    sealingKeyOf(agency, modules.directory),
    quoteFor(parameters, modules.views),
    chainTime(modules.rpc),
  ])
  const oneTime = modules.nacl.boxKeyPair()
  const body: AskBody = {
    identifier: parameters.identifier,
    disclosure,
    oneTimeKey: oneTime.publicKey,
    salt: toHex(modules.nacl.randomBytes(32)),
  }
  const encodedBody = encodeMessage(body)
  const { grant } = consentPackage
  const terms: QueryTerms = {
    consentId: consentIdOf(grant, modules.ecdsa.keccak256),
    buyer: modules.account,
    seller: toAddress(agency),
    purpose: parameters.purpose,
    categories: categoryMask(parameters.categories),
    ...amounts,
    ...deadlines(parameters, nowSec, modules.deployment),
    bodyHash: toHex(modules.ecdsa.keccak256(encodedBody)),
    mayRelay: parameters.mayRelay ?? false,
    nonce: identity.id,
  }
  const { queryId, legId } = queryLegTerms(terms, { ...modules, domains: modules.deployment })
  return {
    ...identity,
    createdAt: nowSec,
    queryId,
    legId,
    terms,
    grant,
    scopeProof,
    sealedBody: sealTo(modules.nacl, x25519, encodedBody, askContext(legId)),
    oneTimeSecret: oneTime.secretKey,
    leg: newLegRecord(legId),
  }
}

function requireConsent(parameters: CheckedParameters, account: Hex): void {
  const { consentPackage, purpose, categories, mayRelay = false } = parameters
  const { grant } = consentPackage
  const beyond = (detail: string) => new MeshError('consent.scope_exceeded', { detail })
  if (!sameHex(grant.grantee, account)) throw beyond('the consent is for another grantee')
  if (grant.purpose !== purpose) throw new MeshError('consent.purpose_mismatch')
  const asked = categoryMask(categories)
  if (asked === 0 || (asked & ~grant.categories) !== 0) throw beyond('categories not consented to')
  if (mayRelay && !grant.relayAllowed) throw new MeshError('relay.not_permitted')
}

function disclosureFor(agency: Hex, { disclosures }: ConsentPackage): AskBody['disclosure'] {
  const found = disclosures.find((disclosure) => sameHex(disclosure.agency, agency))
  if (found !== undefined) return found.sealed
  throw new MeshError('consent.scope_exceeded', {
    detail: 'the person has disclosed nothing to this agency',
    details: { agency },
  })
}

function scopeProofFor(agency: Hex, { grant, agencies = [] }: ConsentPackage): Hex[] {
  if (grant.agencyScopeKind !== agencyScopeKinds.LISTED) return []
  const scope = createAddressScope(agencies)
  if (!isScopeOf(scope.root, grant)) {
    throw new MeshError('consent.evidence_invalid', {
      detail: 'the agencies of the package are not those of the grant',
    })
  }
  return scope.proofOf(agency)
}

function isScopeOf(root: Hex, { agencyScope }: ConsentGrant): boolean {
  return sameHex(root, agencyScope)
}

async function sealingKeyOf(agency: Hex, directory: MemberDirectory): Promise<Uint8Array> {
  const { status, keyEpoch } = await directory.member(agency)
  if (status !== 'ACTIVE')
    throw new MeshError('auth.member_suspended', { details: { account: agency } })
  const keys = await directory.keys(agency, keyEpoch)
  if (keys === null) throw new MeshError('chain.reorged', { details: { account: agency } })
  return keys.x25519
}

/** The listed prices of a question. Throws `payment.ceiling_exceeded` if one is above what the lender allows. */
export async function quoteFor(
  parameters: Pick<QueryParameters, 'agency' | 'categories' | 'mayRelay' | 'ceilings'>,
  views: Pick<ChainViews, 'quoteOf'>,
): Promise<Pick<QueryTerms, 'fee' | 'relayFee' | 'missFee'>> {
  const { agency, categories, mayRelay = false, ceilings = {} } = parameters
  const listed = await views.quoteOf(agency, categoryMask(categories))
  const relayFee = mayRelay ? listed.relayFee : 0n
  const amounts = { fee: listed.fee, relayFee, missFee: listed.missFee }
  for (const kind of ['fee', 'relayFee', 'missFee'] as const) requireBelow(kind, amounts, ceilings)
  return amounts
}

function requireBelow(
  kind: keyof PriceCeilings,
  amounts: Record<keyof PriceCeilings, bigint>,
  ceilings: PriceCeilings,
): void {
  const ceiling = ceilings[kind]
  if (ceiling === undefined || amounts[kind] <= ceiling) return
  throw new MeshError('payment.ceiling_exceeded', {
    detail: `${kind} is listed above the ceiling`,
    details: { kind, listed: amounts[kind], ceiling },
  })
}

// The contract measures by its blocks; a block to come is never older than the newest.
async function chainTime(rpc: Rpc): Promise<number> {
  const head = await readBlockHead(rpc)
  if (head === null) throw new MeshError('chain.unavailable', { detail: 'the chain has no block' })
  return head.sec
}

function deadlines(
  { answerWithinSec }: QueryParameters,
  nowSec: number,
  { windows }: Deployment,
): Pick<QueryTerms, 'receiptBy' | 'settleBy'> {
  const longest = windows.maxWindowSec - windows.receiptMarginSec
  const receiptBy = nowSec + Math.min(answerWithinSec ?? longest, longest)
  return { receiptBy, settleBy: receiptBy + windows.receiptMarginSec }
}

import { consentIdOf, legIdOf, queryIdOf, sameHex, zeroDigest } from '@creditmesh/sdk/chain/ids.ts'
import { createAddressScope } from '@creditmesh/sdk/chain/merkleScope.ts'
import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { IdentificationBody } from '@creditmesh/sdk/wire/messages.ts'
import type { Collaborators } from './collaborators.ts'
import { type EvidenceBasis, verifyConsentEvidence } from './consentEvidence.ts'
import { identificationHashOf } from './planRelay.ts'

interface Identification {
  readonly caller: Hex
  readonly queryId: Hex
  readonly body: IdentificationBody
}

/**
 * Everything that a holder checks before it looks anything up (PROTOCOL 5, step 2): that the asker broadcast
 * this very identification for this very query, that the grant admits the relay and this holder, that the
 * consent is alive, and that the person of the tag gave it. Throws `relay.evidence_invalid` with the check.
 */
export async function verifyIdentification(
  identification: Identification,
  world: Collaborators,
): Promise<EvidenceBasis> {
  requireBinding(identification, world)
  requireScope(identification, world)
  await requireBroadcast(identification, world)
  await requireLiveConsent(identification, world)
  const { grant, disclosure, core } = identification.body
  const nowSec = await world.chain.nowSec()
  const context = { chainId: world.identity.chainId, nowSec, askedAgency: core.asker }
  const { nacl, evidence: sources } = world
  try {
    return await verifyConsentEvidence({ grant, disclosure }, context, { nacl, sources })
  } catch (cause) {
    if (!(cause instanceof MeshError) || cause.code !== 'consent.evidence_invalid') throw cause
    throw failedIdentification(String(cause.details.check ?? 'evidence'), cause)
  }
}

function requireBinding({ caller, queryId, body }: Identification, world: Collaborators): void {
  const { core, terms, grant, disclosure } = body
  const { chainId, queries, address } = world.identity
  const offerHash = world.typed.queryTerms.hash(terms)
  const isOfThisQuery =
    queryIdOf({ chainId, queries, ...terms }, world.keccak) === queryId &&
    core.queryId === queryId &&
    core.parentLegId === legIdOf({ queryId, ...terms, offerHash }, world.keccak)
  if (!isOfThisQuery) throw failedIdentification('query')
  if (!sameHex(core.asker, caller) || !sameHex(terms.seller, caller))
    throw failedIdentification('asker')
  if (!sameHex(body.recipient, address)) throw failedIdentification('recipient')
  const consentId = consentIdOf(grant, world.keccak)
  if (consentId !== terms.consentId || consentId !== core.consentId)
    throw failedIdentification('grant_hash')
  if (disclosure.tag !== core.tag) throw failedIdentification('tag')
}

function requireScope({ body }: Identification, { identity }: Collaborators): void {
  const { grant, terms, categories, disclosure } = body
  if (!grant.relayAllowed || !terms.mayRelay) throw failedIdentification('relay')
  if ((categories & ~(terms.categories & grant.categories)) !== 0)
    throw failedIdentification('categories')
  if (grant.providersRoot === zeroDigest) return
  const { providers = [] } = disclosure
  const scope = providers.length > 0 ? createAddressScope(providers) : null
  const isListed = scope?.root === grant.providersRoot && scope.has(identity.address)
  if (!isListed) throw failedIdentification('providers')
}

async function requireBroadcast({ caller, body }: Identification, world: Collaborators) {
  const onChain = await world.chain.broadcastOf(body.core.parentLegId, caller)
  // Not final yet is no lie: the asker may come again.
  if (onChain === null) throw new MeshError('query.not_final')
  const isIt =
    onChain.identificationHash === identificationHashOf(body.core, world) &&
    onChain.priceCeiling === body.priceCeiling &&
    onChain.categories === body.categories &&
    onChain.offersBy === body.core.offersBy
  if (!isIt) throw failedIdentification('broadcast')
}

async function requireLiveConsent({ body }: Identification, { chain }: Collaborators) {
  const [leg, consent] = await chain.legAndConsent(body, body.grant)
  if (leg.state !== 'OPEN' || !leg.isBroadcast) throw new MeshError('query.lapsed')
  if (consent.refusal) throw new MeshError(consent.refusal)
}

export function failedIdentification(check: string, cause?: unknown): MeshError {
  const detail = `the identification fails at: ${check}; nothing was looked up`
  return new MeshError('relay.evidence_invalid', { detail, details: { check }, cause })
}

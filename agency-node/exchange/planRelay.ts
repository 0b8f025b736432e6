import { sameHex, zeroDigest } from '@creditmesh/sdk/chain/ids.ts'
import { createAddressScope } from '@creditmesh/sdk/chain/merkleScope.ts'
import { toHex } from '@creditmesh/sdk/crypto/bytes.ts'
import type { Credential } from '@creditmesh/sdk/wire/credentials.ts'
import { encodeMessage } from '@creditmesh/sdk/wire/json.ts'
import type { IdentificationCore } from '@creditmesh/sdk/wire/messages.ts'
import type { Collaborators, PeerAgency } from './collaborators.ts'
import { genuineCredentials, independentIssuers } from './consentEvidence.ts'
import type { QueryLeg, Relay } from './legDocument.ts'
import { freshSalt } from './prepareDelivery.ts'
import { showableCategories } from './queryResponse.ts'

/**
 * Plans the relay of a leg that found nothing here: its peers, a one-time key for each, and deadlines nested in
 * the lender's leg. Null when the person or the lender does not permit it, no peer may supply, or time is short.
 */
export async function planRelay(leg: QueryLeg, world: Collaborators): Promise<Relay | null> {
  if (!leg.terms.mayRelay || !leg.grant.relayAllowed) return null
  // What could not be shown is not bought.
  const categories = showableCategories(leg.grant, leg.terms.categories, world)
  if (categories === 0) return null
  const nowSec = await world.chain.nowSec()
  const deadlines = nestDeadlines(leg.terms.receiptBy, nowSec, world)
  const believing = { nacl: world.nacl, sources: world.evidence }
  const credentials = await genuineCredentials(leg.disclosure, nowSec, believing)
  const peers = await believers(admitted(await world.chain.peers(), leg), {
    leg,
    credentials,
    world,
  })
  if (deadlines === null || peers.length === 0) return null
  const core: IdentificationCore = {
    type: 'creditmesh/identification/1',
    queryId: leg.queryId,
    parentLegId: leg.legId,
    asker: world.identity.address,
    consentId: leg.terms.consentId,
    tag: leg.disclosure.tag,
    salt: freshSalt(world.nacl),
    ...deadlines,
  }
  return {
    stage: 'prepared',
    core,
    categories,
    // Never pay a peer more than the lender pays for the relayed answer.
    priceCeiling: leg.terms.fee + leg.terms.relayFee,
    peers: peers.map(({ address }) => ({ agency: address, ...oneTimeKeys(world) })),
    credentials,
  }
}

/** The hiding hash of an identification that the broadcast puts on chain. */
export function identificationHashOf(
  core: IdentificationCore,
  { keccak }: Pick<Collaborators, 'keccak'>,
) {
  return toHex(keccak(encodeMessage(core)))
}

// tradeSettleBy + tradeMargin <= receiptBy and tradeSettleBy >= tradeReceiptBy + receiptMargin (PROTOCOL 4 and 5).
function nestDeadlines(receiptBy: number, nowSec: number, { settings }: Collaborators) {
  const tradeSettleBy = receiptBy - settings.tradeMarginSec
  const tradeReceiptBy = tradeSettleBy - settings.receiptMarginSec
  const offersBy = nowSec + settings.offerWindowSec
  const isEnough = tradeReceiptBy - offersBy >= settings.tradeWindowSec
  return isEnough ? { offersBy, tradeReceiptBy, tradeSettleBy } : null
}

function admitted(
  agencies: readonly PeerAgency[],
  { terms, grant, disclosure }: QueryLeg,
): PeerAgency[] {
  // A lender may be an agency too; it pays to be told, and the contract takes no offer of its own.
  const peers = agencies.filter(({ address }) => !sameHex(address, terms.buyer))
  if (grant.providersRoot === zeroDigest) return peers
  const { providers = [] } = disclosure
  if (providers.length === 0) return []
  const scope = createAddressScope(providers)
  return scope.root === grant.providersRoot ? peers.filter(({ address }) => scope.has(address)) : []
}

interface Vouching {
  readonly leg: QueryLeg
  readonly credentials: readonly Credential[]
  readonly world: Collaborators
}

/**
 * The peers that would believe the person, and no others: what this agency knows itself convinces nobody else, and a
 * person told to somebody who must refuse is told in vain.
 */
async function believers(
  peers: readonly PeerAgency[],
  { leg, credentials, world }: Vouching,
): Promise<readonly PeerAgency[]> {
  const parties = [leg.grant.grantee, world.identity.address]
  const independent = await independentIssuers(credentials, parties, world.evidence)
  if (independent.length >= 2) return peers
  return peers.filter((peer) => credentials.some(({ issuer }) => sameHex(issuer, peer.address)))
}

function oneTimeKeys({ nacl }: Collaborators) {
  const { publicKey, secretKey } = nacl.boxKeyPair()
  return { oneTimeKey: publicKey, oneTimeSecret: secretKey }
}

import { createHash } from 'node:crypto'
import type { AgencyServices } from '@creditmesh/agency-node/services.ts'
import { createPeerClient } from '@creditmesh/agency-node/wiring/peerClient.ts'
import type { ConsentGrant } from '@creditmesh/sdk/chain/consentStructs.ts'
import type { Address, Hex } from '@creditmesh/sdk/chain/ids.ts'
import type { QueryTerms } from '@creditmesh/sdk/chain/queryStructs.ts'
import { toHex } from '@creditmesh/sdk/crypto/bytes.ts'
import { sealTo } from '@creditmesh/sdk/crypto/sealedBox.ts'
import { encodeMessage } from '@creditmesh/sdk/wire/json.ts'
import type {
  Disclosure,
  IdentificationBody,
  IdentificationCore,
} from '@creditmesh/sdk/wire/messages.ts'
import { identifyContext } from '@creditmesh/sdk/wire/sealContexts.ts'
import { signIdentification } from '@creditmesh/sdk/wire/signedIdentification.ts'

/** An open query of a person who did consent, which the agency abuses. */
export interface AbusedQuery {
  readonly queryId: Hex
  readonly legId: Hex
  readonly terms: QueryTerms
  readonly grant: ConsentGrant
  /** What the consenting person disclosed to this agency. */
  readonly disclosure: Disclosure
  /** The person whom the agency would rather ask about. */
  readonly victimTag: Hex
}

const offerWindowSec = 8

/**
 * What an agency can do at worst with keys that are really its own: it broadcasts on chain, and identifies to a peer,
 * a person who consented to nothing, under the consent of another. Gives what the peer answers, or throws its refusal.
 */
export async function identifyVictim(
  services: AgencyServices,
  abused: AbusedQuery,
  peer: Address,
): Promise<Uint8Array> {
  const { queryId, legId, terms, grant } = abused
  const core = await coreFor(services, abused)
  const priceCeiling = terms.fee + terms.relayFee
  const { offersBy } = core
  const { mined } = await services.transactions.enqueue({
    ...{ kind: 'broadcast', legId, terms, grant, priceCeiling, offersBy },
    identificationHash: toHex(services.agency.suites.ecdsa.keccak256(encodeMessage(core))),
    categories: terms.categories,
  })
  await mined
  const sealed = await sealFor(peer, services, { ...abused, core, priceCeiling })
  const { endpoint, keyEpoch } = await services.members.memberOf(peer)
  const keys = await services.members.keysFor(peer, keyEpoch)
  if (keys === null) throw new TypeError('an admitted agency has keys')
  return peerClientOf(services).identify(
    { address: peer, endpoint, x25519: keys.x25519 },
    queryId,
    sealed,
  )
}

async function coreFor(
  { agency, chain, deployment }: AgencyServices,
  { queryId, legId, terms, victimTag }: AbusedQuery,
): Promise<IdentificationCore> {
  const { receiptMarginSec, tradeMarginSec } = deployment.windows
  const tradeSettleBy = terms.receiptBy - tradeMarginSec
  return {
    type: 'creditmesh/identification/1',
    queryId,
    parentLegId: legId,
    asker: agency.identity.address,
    consentId: terms.consentId,
    tag: victimTag,
    salt: toHex(agency.suites.nacl.randomBytes(32)),
    offersBy: (await chain.nowSec()) + offerWindowSec,
    tradeReceiptBy: tradeSettleBy - receiptMarginSec,
    tradeSettleBy,
  }
}

async function sealFor(
  peer: Address,
  { agency, members }: AgencyServices,
  abused: AbusedQuery & { core: IdentificationCore; priceCeiling: bigint },
): Promise<Uint8Array> {
  const { core, terms, grant, disclosure, victimTag, priceCeiling, queryId } = abused
  const { nacl } = agency.suites
  const { keyEpoch } = await members.memberOf(peer)
  const keys = await members.keysFor(peer, keyEpoch)
  if (keys === null) throw new TypeError('an admitted agency has keys')
  const body: IdentificationBody = {
    ...{ core, recipient: peer, terms, grant, priceCeiling },
    categories: terms.categories,
    disclosure: { ...disclosure, tag: victimTag },
    oneTimeKey: nacl.boxKeyPair().publicKey,
  }
  const [{ epoch, ed25519 }] = agency.identity.epochs
  const signed = signIdentification(nacl, body, { keyEpoch: epoch, secretKey: ed25519.secretKey })
  return sealTo(nacl, keys.x25519, encodeMessage(signed), identifyContext(queryId, peer))
}

function peerClientOf({ agency, members }: AgencyServices) {
  const { identity, suites } = agency
  const [{ epoch, ed25519 }] = identity.epochs
  const { nacl } = suites
  const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest())
  const keyId = { address: identity.address, epoch }
  const signer = { keyId, secretKey: ed25519.secretKey, nacl, sha256 }
  return createPeerClient({ members, signer, nacl, sha256, timeoutMs: 5000 })
}

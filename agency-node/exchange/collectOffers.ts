import { setTimeout as wait } from 'node:timers/promises'
import { sameHex } from '@creditmesh/sdk/chain/ids.ts'
import { toHex } from '@creditmesh/sdk/crypto/bytes.ts'
import { unpad } from '@creditmesh/sdk/crypto/padding.ts'
import { openSealed, sealTo } from '@creditmesh/sdk/crypto/sealedBox.ts'
import { MeshError, toMeshError } from '@creditmesh/sdk/errors.ts'
import { decodeMessage, encodeMessage } from '@creditmesh/sdk/wire/json.ts'
import { type IdentificationBody, offerAnswerSchema } from '@creditmesh/sdk/wire/messages.ts'
import { identifyContext, offerContext } from '@creditmesh/sdk/wire/sealContexts.ts'
import {
  identificationBodyHash,
  signIdentification,
} from '@creditmesh/sdk/wire/signedIdentification.ts'
import type { Collaborators, PeerAgency } from './collaborators.ts'
import type { QueryLeg, ReceivedOffer, Relay, RelayPeer } from './legDocument.ts'

/**
 * Identifies the person to every planned peer at once and gives the offers that came in time, each checked. Whoever
 * does not know the broadcast yet is asked again; whoever is silent holds up nobody.
 */
export async function collectOffers(
  leg: QueryLeg,
  relay: Relay,
  world: Collaborators,
): Promise<ReceivedOffer[]> {
  const agencies = await world.chain.peers()
  const untilMs = world.clockMs() + (await windowMs(relay, world))
  const answers = relay.peers.map(async (planned) => {
    const peer = agencies.find(({ address }) => sameHex(address, planned.agency))
    return peer === undefined ? null : askUntil(untilMs, { leg, relay, planned, peer }, world)
  })
  const settled = await Promise.allSettled(answers)
  settled.forEach((result, i) => {
    // One peer that is down or lies must not hold up the others.
    if (result.status === 'rejected') logRefusal(leg, relay.peers[i], result.reason, world)
  })
  return settled.flatMap((r) => (r.status === 'fulfilled' && r.value !== null ? [r.value] : []))
}

/** The policy "cheapest": then the least royalty, the freshest, the lowest address, so that two runs choose alike. */
export function byPreference(offers: readonly ReceivedOffer[]): ReceivedOffer[] {
  return offers.toSorted((a, b) => {
    if (a.offer.price !== b.offer.price) return a.offer.price < b.offer.price ? -1 : 1
    return (
      a.offer.royaltyBps - b.offer.royaltyBps ||
      compare(b.claims.freshestAsOf, a.claims.freshestAsOf) ||
      compare(a.offer.seller.toLowerCase(), b.offer.seller.toLowerCase())
    )
  })
}

async function windowMs({ core }: Relay, { chain, settings }: Collaborators): Promise<number> {
  const leftSec = core.offersBy - (await chain.nowSec())
  return 1000 * Math.min(leftSec, settings.offerWindowSec)
}

const askAgainMs = 100

async function askUntil(
  untilMs: number,
  asking: Asking,
  world: Collaborators,
): Promise<ReceivedOffer | null> {
  const { clockMs, signal } = world
  const silence = wait(untilMs - clockMs(), null, { signal, ref: false })
  const answer = async (): Promise<ReceivedOffer | null> => {
    try {
      return await askOnePeer(asking, world)
    } catch (cause) {
      const mayPass = toMeshError(cause).retryable && clockMs() + askAgainMs < untilMs
      if (!mayPass) throw cause
      await wait(askAgainMs, undefined, { signal })
      return answer()
    }
  }
  return Promise.race([answer(), silence])
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}

interface Asking {
  readonly leg: QueryLeg
  readonly relay: Relay
  readonly planned: RelayPeer
  readonly peer: PeerAgency
}

async function askOnePeer(asking: Asking, world: Collaborators): Promise<ReceivedOffer | null> {
  const { leg, planned, peer } = asking
  const body = identificationFor(asking)
  const bodyHash = identificationBodyHash(body, world.keccak)
  const { keyEpoch, ed25519Secret: secretKey } = world.identity
  const encoded = encodeMessage(signIdentification(world.nacl, body, { keyEpoch, secretKey }))
  const { queryId } = leg
  const sealed = sealTo(world.nacl, peer.x25519, encoded, identifyContext(queryId, peer.address))
  const answer = await world.peers.identify(peer, queryId, sealed)
  const context = offerContext(queryId, peer.address)
  const opened = unpad(openSealed(world.nacl, planned.oneTimeSecret, answer, context))
  const received = decodeMessage(offerAnswerSchema, opened)
  if (received.kind === 'decline') return null
  const { offer, signature, claims } = received
  requireFairOffer({ offer, signature, claims }, { ...asking, bodyHash }, world)
  return { offer, signature, claims }
}

/** What one peer learns: everything it needs to verify the consent before it looks up. */
export function identificationFor({ leg, relay, planned, peer }: Asking): IdentificationBody {
  return {
    core: relay.core,
    recipient: peer.address,
    terms: leg.terms,
    grant: leg.grant,
    disclosure: { ...leg.disclosure, credentials: relay.credentials },
    categories: relay.categories,
    priceCeiling: relay.priceCeiling,
    oneTimeKey: planned.oneTimeKey as IdentificationBody['oneTimeKey'],
  }
}

function requireFairOffer(
  { offer, signature, claims }: ReceivedOffer,
  { leg, relay, peer, bodyHash }: Asking & { bodyHash: string },
  { identity, keccak, typed }: Collaborators,
): void {
  const { core } = relay
  const checks = {
    parties: sameHex(offer.buyer, identity.address) && sameHex(offer.seller, peer.address),
    query: offer.queryId === leg.queryId && offer.parentLegId === leg.legId,
    body: offer.bodyHash === bodyHash,
    price: offer.price <= relay.priceCeiling,
    categories: offer.categories !== 0 && (offer.categories & ~relay.categories) === 0,
    validity: offer.validUntil >= core.offersBy,
    deadlines: offer.receiptBy === core.tradeReceiptBy && offer.settleBy === core.tradeSettleBy,
    claims: offer.claimsHash === toHex(keccak(encodeMessage(claims))),
    signature: sameHex(typed.offer.recover(offer, signature), peer.address),
  }
  for (const [check, holds] of Object.entries(checks)) {
    if (!holds)
      throw new MeshError('query.verification_failed', { details: { check: `offer_${check}` } })
  }
}

function logRefusal(
  leg: QueryLeg,
  planned: RelayPeer | undefined,
  cause: unknown,
  { log }: Collaborators,
) {
  const code = cause instanceof MeshError ? cause.code : 'internal.unexpected'
  log.warn({ legId: leg.legId, peer: planned?.agency ?? '', code }, 'a peer gave no usable offer')
}

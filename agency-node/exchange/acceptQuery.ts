import { consentIdOf } from '@creditmesh/sdk/chain/ids.ts'
import type { Leg } from '@creditmesh/sdk/chain/legViews.ts'
import type { QueryTerms } from '@creditmesh/sdk/chain/queryStructs.ts'
import { type Hex, toHex } from '@creditmesh/sdk/crypto/bytes.ts'
import { openSealed } from '@creditmesh/sdk/crypto/sealedBox.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { decodeMessage } from '@creditmesh/sdk/wire/json.ts'
import {
  type Ask,
  type AskBody,
  askBodySchema,
  disclosureSchema,
} from '@creditmesh/sdk/wire/messages.ts'
import { askContext, disclosureContext } from '@creditmesh/sdk/wire/sealContexts.ts'
import type { Collaborators } from './collaborators.ts'
import { requireRootInForce, verifyConsentEvidence } from './consentEvidence.ts'
import type { QueryLeg } from './legDocument.ts'
import type { OwnAsk } from './ownLeg.ts'

type QueryAsk = Extract<Ask, { kind: 'query' }>
type OwnQuery = OwnAsk & { readonly ask: QueryAsk }

/**
 * Checks a lender's own ask completely, cheapest first, before any record is read: hashes, the leg and the consent
 * on final blocks, the price, the identity behind the consent. Gives the leg to answer.
 */
export async function acceptQuery(
  { legId, queryId, ask }: OwnQuery,
  world: Collaborators,
): Promise<QueryLeg> {
  const { terms, grant } = ask
  if (consentIdOf(grant, world.keccak) !== terms.consentId) {
    throw new MeshError('consent.evidence_invalid', { details: { check: 'grant_hash' } })
  }
  const body = openBody(ask, legId, world)
  const [leg, consent] = await world.chain.legAndConsent({ terms }, grant)
  const nowSec = await world.chain.nowSec()
  requireOpen(leg, terms, nowSec)
  if (consent.refusal) throw new MeshError(consent.refusal)
  await requirePrice(terms, world)

  const sealed = disclosureContext(terms.consentId, world.identity.address)
  const disclosure = decodeMessage(
    disclosureSchema,
    openWithAnyEpoch(body.disclosure, sealed, world),
  )
  const tag = toHex(await world.tagger.tagOf(body.identifier))
  if (tag !== disclosure.tag) {
    throw new MeshError('consent.evidence_invalid', { details: { check: 'identifier' } })
  }
  const { chainId, address: askedAgency } = world.identity
  const { nacl, evidence: sources } = world
  const context = { chainId, nowSec, askedAgency }
  const basis = await verifyConsentEvidence({ grant, disclosure }, context, { nacl, sources })
  if (basis === 'vouched') await requireRootInForce(disclosure, sources)
  const { oneTimeKey } = body
  const state = 'accepted' as const
  const acceptedAt = nowSec
  return { kind: 'query', legId, queryId, state, terms, grant, disclosure, oneTimeKey, acceptedAt }
}

function openBody({ terms, sealedBody }: QueryAsk, legId: Hex, world: Collaborators): AskBody {
  const encoded = openWithAnyEpoch(sealedBody, askContext(legId), world)
  if (toHex(world.keccak(encoded)) !== terms.bodyHash) {
    throw new MeshError('query.body_mismatch', { details: { legId } })
  }
  return decodeMessage(askBodySchema, encoded)
}

/** Tries the newest key first: what was sealed just before a rotation still opens. */
export function openWithAnyEpoch(
  sealed: Uint8Array,
  context: string,
  { identity, nacl }: Collaborators,
): Uint8Array {
  let refusal: unknown
  for (const secret of identity.x25519Secrets) {
    try {
      return openSealed(nacl, secret, sealed, context)
    } catch (cause) {
      refusal = cause
    }
  }
  throw refusal
}

function requireOpen(leg: Leg, terms: QueryTerms, nowSec: number): void {
  if (leg.state === 'NONE') throw new MeshError('query.not_final')
  if (leg.state !== 'OPEN' || nowSec >= terms.receiptBy) throw new MeshError('query.lapsed')
}

async function requirePrice(terms: QueryTerms, { chain, identity }: Collaborators): Promise<void> {
  const prices = await chain.pricesOf(identity.address, terms.categories)
  const isEnough =
    terms.fee >= prices.fee &&
    terms.missFee >= prices.missFee &&
    (!terms.mayRelay || terms.relayFee >= prices.relayFee)
  if (isEnough) return
  const { fee, relayFee, missFee } = prices
  throw new MeshError('payment.insufficient', {
    detail: 'the offered fees are below the price list',
    details: { fee, relayFee, missFee },
  })
}

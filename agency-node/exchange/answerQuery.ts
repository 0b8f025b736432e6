import { outcomes } from '@creditmesh/sdk/chain/ids.ts'
import type { Leg } from '@creditmesh/sdk/chain/legViews.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { QueryResponse } from '@creditmesh/sdk/wire/response.ts'
import type { Collaborators, FoundFile } from './collaborators.ts'
import { hasRecords, withinGrant } from './disclose.ts'
import type { QueryLeg } from './legDocument.ts'
import { type LegTerms, prepareDelivery } from './prepareDelivery.ts'
import { queryResponseOf } from './queryResponse.ts'
import { usualAnswerBytes } from './sizeClass.ts'

/** What this agency itself holds for an accepted leg, within its grant; null when there is nothing to answer. */
export async function findOwnFile(
  { disclosure, terms, grant }: QueryLeg,
  { chain, vault }: Collaborators,
): Promise<FoundFile | null> {
  const nowSec = await chain.nowSec()
  const file = await vault.find(disclosure.tag, nowSec)
  if (file === null) return null
  const { categories } = terms
  const usable = withinGrant(file, { categories, grant, nowSec })
  return hasRecords(usable) ? usable : null
}

/**
 * Turns a leg into its Delivery: a hit with `file`, a miss with null. Reads leg and consent again right before,
 * and throws instead of delivering if the person has ended the consent since (PROTOCOL 3).
 */
export async function deliverQuery(
  leg: QueryLeg,
  file: FoundFile | null,
  world: Collaborators,
): Promise<QueryLeg> {
  const response = queryResponseOf(leg, file, { ...world, nowSec: await world.chain.nowSec() })
  const [onChain, consent] = await world.chain.legAndConsent(leg, leg.grant)
  // Later the buyer would no longer ask, and what it cannot have had is not delivered.
  const isOver = onChain.state !== 'OPEN' || response.issuedAt >= leg.terms.receiptBy
  if (isOver) throw new MeshError('query.lapsed')
  if (consent.refusal) throw new MeshError(consent.refusal)
  requireAgreement(leg, response, onChain)
  await keepScore(leg, response, world)
  const terms = legTermsOf(leg, onChain.isTraded)
  const { oneTimeKey } = leg
  const nowSec = response.issuedAt
  const room = usualAnswerBytes(leg.grant, leg.terms.categories)
  const delivered = prepareDelivery({ terms, oneTimeKey, response, nowSec, room }, world)
  return { ...leg, state: 'delivered', delivered }
}

/** Nobody sees a score that could not be explained later. */
async function keepScore(
  { legId, terms, disclosure }: QueryLeg,
  { score }: QueryResponse,
  world: Collaborators,
): Promise<void> {
  if (score === null) return
  const { consentId, purpose, buyer } = terms
  await world.keepScore({ legId, tag: disclosure.tag, consentId, purpose, buyer, score })
}

/** What is due, and whether there may be a miss, hangs on the trade that the final chain shows (PROTOCOL 5). */
function requireAgreement(
  { relay }: QueryLeg,
  { outcome }: QueryResponse,
  { isTraded }: Leg,
): void {
  const hasBought = relay?.stage === 'bought'
  if (hasBought && !isTraded) throw new MeshError('query.not_final')
  if (isTraded && !(hasBought && outcome === outcomes.HIT)) {
    throw new MeshError('query.refused', { detail: 'a trade was accepted, and there is no answer' })
  }
}

/** The amounts that the contract will settle: the relay's surcharge is due only once a trade was accepted. */
export function legTermsOf({ legId, terms }: QueryLeg, isTraded: boolean): LegTerms {
  const { buyer, seller, fee, relayFee, missFee, receiptBy, settleBy, bodyHash } = terms
  const due = isTraded ? fee + relayFee : fee
  return { legId, buyer, seller, fee: due, missFee, receiptBy, settleBy, bodyHash }
}

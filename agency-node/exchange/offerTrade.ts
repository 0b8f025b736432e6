import { legIdOf } from '@creditmesh/sdk/chain/ids.ts'
import type { Offer } from '@creditmesh/sdk/chain/queryStructs.ts'
import { type Bytes, toHex } from '@creditmesh/sdk/crypto/bytes.ts'
import { pad } from '@creditmesh/sdk/crypto/padding.ts'
import { sealTo } from '@creditmesh/sdk/crypto/sealedBox.ts'
import { encodeMessage } from '@creditmesh/sdk/wire/json.ts'
import type { IdentificationBody, OfferAnswer } from '@creditmesh/sdk/wire/messages.ts'
import type { UcrRecord } from '@creditmesh/sdk/wire/records/record.ts'
import { offerContext } from '@creditmesh/sdk/wire/sealContexts.ts'
import { claimsOf, contentCommitmentOf } from '@creditmesh/sdk/wire/tradeContent.ts'
import type { Collaborators } from './collaborators.ts'
import type { EvidenceBasis } from './consentEvidence.ts'
import { hasRecords, pseudonymUnder, withinGrant } from './disclose.ts'
import type { TradeLeg } from './legDocument.ts'
import { freshSalt } from './prepareDelivery.ts'

type Answer = { readonly sealed: Uint8Array; readonly leg: TradeLeg | null }

/**
 * Looks up a verified person and answers with an offer or a decline, padded to one size and sealed to the
 * asker's one-time key, so that nobody else can tell which it was. The caller stores `leg` before it answers.
 */
export async function offerTrade(
  body: IdentificationBody,
  basis: EvidenceBasis,
  world: Collaborators,
): Promise<Answer> {
  const records = await findRecords(body, world)
  const isOnFile = records.length > 0 && (await mayShow(body, basis, world))
  const terms = isOnFile ? await termsOfOffer(body, records, world) : null
  if (terms === null) return { sealed: sealDecline(body, world), leg: null }

  const { offer, claims, contentSalt } = terms
  const signature = world.typed.offer.sign(offer, world.identity.operatorSecret)
  const answer = seal({ kind: 'offer', offer, signature, claims }, body, world)
  const offerHash = world.typed.offer.hash(offer)
  const legId = legIdOf({ ...offer, offerHash }, world.keccak)
  const { grant, core, oneTimeKey } = body
  const { queryId } = core
  const content = { records, claims, contentSalt }
  const kept = { grant, core, oneTimeKey, content, answer }
  return {
    sealed: answer,
    leg: { kind: 'trade', legId, queryId, state: 'offered', offer, ...kept },
  }
}

/** As long as an offer, and sealed like one. */
export function sealDecline(body: IdentificationBody, world: Collaborators): Uint8Array {
  return seal({ kind: 'decline' }, body, world)
}

function seal(
  answer: OfferAnswer,
  { core, oneTimeKey }: IdentificationBody,
  { nacl, identity }: Collaborators,
): Bytes {
  const context = offerContext(core.queryId, identity.address)
  return sealTo(nacl, oneTimeKey, pad(encodeMessage(answer)), context)
}

/**
 * A root that replaces a known one waits, and to the asker a person who waits is nobody: only who is on file here
 * is known here, and the roots of others are not kept (PROTOCOL 2).
 */
async function mayShow(
  { disclosure }: IdentificationBody,
  basis: EvidenceBasis,
  { evidence }: Collaborators,
): Promise<boolean> {
  if (basis === 'enrolled') return true
  const { status } = await evidence.observeRoot(disclosure.tag, disclosure.link.root)
  return status === 'usable'
}

async function findRecords(
  { core, categories, grant, disclosure }: IdentificationBody,
  { chain, vault }: Collaborators,
): Promise<UcrRecord[]> {
  const nowSec = await chain.nowSec()
  const file = await vault.find(disclosure.tag, nowSec)
  if (file === null) return []
  const usable = withinGrant(file, { categories, grant, nowSec })
  return hasRecords(usable) ? tradeable(usable.records, pseudonymUnder(core.consentId)) : []
}

// The asking agency scores the records, so it needs them whole whatever the lender may see; but this agency's
// own pseudonym for the person and, unless the grant says so, her identity stay here.
function tradeable(records: readonly UcrRecord[], pseudonym: string): UcrRecord[] {
  return records
    .filter(({ category }) => category !== 'identity')
    .map((record) => ({ ...record, subjectRef: pseudonym }))
}

async function termsOfOffer(body: IdentificationBody, records: UcrRecord[], world: Collaborators) {
  const { core, categories, priceCeiling } = body
  const { address: seller } = world.identity
  const prices = await world.chain.pricesOf(seller, categories)
  const nowSec = await world.chain.nowSec()
  if (prices.tradePrice > priceCeiling || nowSec >= core.offersBy) return null

  const claims = claimsOf(records)
  const contentSalt = freshSalt(world.nacl)
  const offer: Offer = {
    queryId: core.queryId,
    parentLegId: core.parentLegId,
    buyer: core.asker,
    seller,
    contentCommitment: contentCommitmentOf(records, contentSalt),
    claimsHash: toHex(world.keccak(encodeMessage(claims))),
    categories: claims.categories,
    price: prices.tradePrice,
    royaltyBps: world.settings.royaltyBps,
    validUntil: core.tradeReceiptBy,
    receiptBy: core.tradeReceiptBy,
    settleBy: core.tradeSettleBy,
    bodyHash: toHex(world.keccak(encodeMessage(body))),
    nonce: freshSalt(world.nacl),
  }
  return { offer, claims, contentSalt }
}

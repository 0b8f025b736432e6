import type { ConsentGrant } from '@creditmesh/sdk/chain/consentStructs.ts'
import {
  type Address,
  accountNonceOf,
  commitmentOf,
  consentIdOf,
  type Digest,
  keyHash,
  type LegId,
  legIdOf,
  outcomeCommitment,
  outcomes,
  queryIdOf,
  wHash,
  zeroDigest,
} from '@creditmesh/sdk/chain/ids.ts'
import { scopeOfAgency } from '@creditmesh/sdk/chain/merkleScope.ts'
import type { Delivery, QueryTerms, Settlement } from '@creditmesh/sdk/chain/queryStructs.ts'
import { toHex, utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { keccak256 } from '@creditmesh/sdk/crypto/hash.ts'
import type { Account } from '../../../scripts/chain/account.ts'
import type { TestNetwork } from '../../support/testNetwork.ts'

/** 32 bytes that differ by label. */
export function digestOf(label: string): Digest {
  return toHex(keccak256(utf8(label)))
}

/** A credit application for one agency, recorded and used within the day. */
export function grantFor(
  { subject, grantee, agency }: { subject: Address; grantee: Address; agency: Address },
  nowSec: number,
  changes: Partial<ConsentGrant> = {},
): ConsentGrant {
  return {
    commitment: commitmentOf(digestOf('tag'), digestOf('salt')),
    subject,
    grantee,
    agencyScopeKind: 1,
    agencyScope: scopeOfAgency(agency),
    relayAllowed: false,
    providersRoot: zeroDigest,
    maxHops: 0,
    relayStore: false,
    purpose: 1,
    categories: 0b11,
    detail: 7,
    mode: 0,
    notBefore: nowSec,
    expiresAt: nowSec + 86_400,
    maxUses: 1,
    perPeriod: 0,
    periodSec: 0,
    lookbackMonths: 24,
    dataLifeDays: 0,
    attempts: 3,
    summary: 'The bank may read your loans once, for a loan application.',
    recordBy: nowSec + 3_600,
    supersedes: zeroDigest,
    nonce: digestOf('grant'),
    ...changes,
  }
}

export function termsFor(
  grant: ConsentGrant,
  seller: Address,
  nowSec: number,
  changes: Partial<QueryTerms> = {},
): QueryTerms {
  return {
    consentId: consentIdOf(grant),
    buyer: grant.grantee,
    seller,
    purpose: grant.purpose,
    categories: 1,
    fee: 1_000_000n,
    relayFee: 0n,
    missFee: 100_000n,
    receiptBy: nowSec + 60,
    settleBy: nowSec + 120,
    bodyHash: digestOf('body'),
    mayRelay: false,
    nonce: accountNonceOf('order-1', new Uint8Array(32).fill(1)),
    ...changes,
  }
}

/** Ids of the lender's leg, computed without asking the chain. */
export function idsOf(network: TestNetwork, terms: QueryTerms) {
  const { chainId, addresses } = network.deployment
  const queryId = queryIdOf({ chainId, queries: addresses.queries, ...terms })
  const offerHash = network.typedData.queryTerms.hash(terms)
  return { queryId, legId: legIdOf({ ...terms, queryId, offerHash }) }
}

/** What both parties sign, and what the chain gets to see of it, for a hit. */
export function settle(
  network: TestNetwork,
  terms: QueryTerms,
  { buyer, seller }: { buyer: Account; seller: Account },
): { delivery: Delivery; settlement: Settlement } {
  const { legId } = idsOf(network, terms)
  const delivery = deliveryOf(legId, terms)
  const { typedData } = network
  const deliveryHash = typedData.delivery.hash(delivery)
  const settlement: Settlement = {
    cipherHash: delivery.cipherHash,
    wHash: delivery.wHash,
    responseHash: delivery.responseHash,
    key: digestOf('k'),
    outcome: outcomes.HIT,
    outcomeSalt: digestOf('outcome salt'),
    sellerSignature: typedData.delivery.sign(delivery, seller.secretKey),
    buyerSignature: typedData.receipt.sign({ ...delivery, deliveryHash }, buyer.secretKey),
  }
  return { delivery, settlement }
}

function deliveryOf(legId: LegId, terms: QueryTerms): Delivery {
  const { buyer, seller, fee, missFee, receiptBy, settleBy, bodyHash } = terms
  return {
    legId,
    buyer,
    seller,
    fee,
    missFee,
    receiptBy,
    settleBy,
    bodyHash,
    cipherHash: digestOf('cipher'),
    keyHash: keyHash(legId, digestOf('k')),
    wHash: wHash(legId, digestOf('w')),
    responseHash: digestOf('response'),
    outcomeCommitment: outcomeCommitment(legId, outcomes.HIT, digestOf('outcome salt')),
  }
}

import type { Offer } from '@creditmesh/sdk/chain/queryStructs.ts'
import { buyLeg } from '@creditmesh/sdk/client/buyerLeg.ts'
import { tradeLegTerms } from '@creditmesh/sdk/client/leg/legTerms.ts'
import { tradeResponseReader } from '@creditmesh/sdk/client/leg/readTradeResponse.ts'
import { toHex } from '@creditmesh/sdk/crypto/bytes.ts'
import { keccak256 } from '@creditmesh/sdk/crypto/hash.ts'
import { tweetnaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import { ethersEcdsa } from '@creditmesh/sdk/crypto/secp256k1.ts'
import { encodeMessage } from '@creditmesh/sdk/wire/json.ts'
import { categoryMask } from '@creditmesh/sdk/wire/records/categories.ts'
import type { TradeResponse } from '@creditmesh/sdk/wire/response.ts'
import { claimsOf, contentCommitmentOf } from '@creditmesh/sdk/wire/tradeContent.ts'
import { describe, expect, test } from 'vitest'
import { sampleTradeline } from '../../wire/records/samples.ts'
import { digestOf } from '../keyring.ts'
import { createMemoryLegJournal } from '../memoryStores.ts'
import { createTestClock } from '../testClock.ts'
import { buyer, createTestSeller, oneTime, seller, startSec, typedData } from './testSeller.ts'

const records = [sampleTradeline()]
const contentSalt = digestOf('content salt')
const claims = claimsOf(records)

function offerOf(fields: Partial<Offer> = {}): Offer {
  return {
    queryId: digestOf('query'),
    parentLegId: digestOf('parent'),
    buyer: buyer.address,
    seller: seller.address,
    contentCommitment: contentCommitmentOf(records, contentSalt),
    claimsHash: toHex(keccak256(encodeMessage(claims))),
    categories: categoryMask(['tradeline']),
    price: 400_000n,
    royaltyBps: 0,
    validUntil: startSec + 20,
    receiptBy: startSec + 30,
    settleBy: startSec + 40,
    bodyHash: digestOf('identification'),
    nonce: digestOf('offer nonce'),
    ...fields,
  }
}

function deliveryOf(offer: Offer, fields: Partial<TradeResponse> = {}): TradeResponse {
  const { legId } = tradeLegTerms(offer, typedData)
  return {
    type: 'creditmesh/trade-response/1',
    legId,
    queryId: offer.queryId,
    seller: offer.seller,
    buyer: offer.buyer,
    outcome: 1,
    outcomeSalt: digestOf('outcome salt'),
    issuedAt: startSec,
    contentSalt,
    claims,
    records,
    ...fields,
  }
}

function buy(offer: Offer, response: TradeResponse) {
  const terms = tradeLegTerms(offer, typedData)
  const leg = { terms, oneTimeSecret: oneTime.secretKey, accountSecret: buyer.account }
  const reader = tradeResponseReader(offer, async () => seller.ed25519.publicKey)
  return buyLeg(leg, reader, {
    journal: createMemoryLegJournal(),
    clock: createTestClock(startSec),
    channel: createTestSeller(terms, response),
    typedData,
    nacl: tweetnaclSuite,
    ecdsa: ethersEcdsa,
  })
}

describe('an agency that buys from a peer', () => {
  test('gets exactly the records that the offer committed to', async () => {
    const { response } = await buy(offerOf(), deliveryOf(offerOf()))
    expect(response.records).toEqual(records)
  })

  test('takes an empty miss, which costs nothing', async () => {
    const { response } = await buy(offerOf(), deliveryOf(offerOf(), { outcome: 2, records: [] }))
    expect(response.outcome).toBe(2)
  })

  const other = { ...sampleTradeline(), recordId: 'rec_tradeline02' }
  const staleClaims = { ...claims, months: claims.months + 12 }
  const staleOffer = offerOf({ claimsHash: toHex(keccak256(encodeMessage(staleClaims))) })
  test.each([
    ['other records than offered', offerOf(), { records: [other] }],
    ['fewer records than offered', offerOf(), { records: [] }],
    ['the records under another salt', offerOf(), { contentSalt: digestOf('x') }],
    ['other claims than offered', offerOf(), { claims: staleClaims }],
    ['claims that its records do not bear out', staleOffer, { claims: staleClaims }],
    ['a category that was not offered', offerOf({ categories: categoryMask(['postpaid']) }), {}],
    ['a miss with records', offerOf(), { outcome: 2 as const }],
  ])('error: refuses %s', async (_, offer, fields) => {
    await expect(buy(offer, deliveryOf(offer, fields))).rejects.toMatchObject({
      code: 'query.verification_failed',
      details: { check: 'content' },
    })
  })
})

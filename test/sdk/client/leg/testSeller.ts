import { keyHash, outcomeCommitment, outcomes, sameHex, wHash } from '@creditmesh/sdk/chain/ids.ts'
import type { Delivery, QueryTerms } from '@creditmesh/sdk/chain/queryStructs.ts'
import { createTypedData } from '@creditmesh/sdk/chain/typedData.ts'
import type { SellerChannel } from '@creditmesh/sdk/client/buyerLeg.ts'
import { type LegTerms, queryLegTerms } from '@creditmesh/sdk/client/leg/legTerms.ts'
import { type Bytes, type Hex, toHex } from '@creditmesh/sdk/crypto/bytes.ts'
import { sealResponse } from '@creditmesh/sdk/crypto/fairExchange.ts'
import { keccak256 } from '@creditmesh/sdk/crypto/hash.ts'
import { tweetnaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import { pad } from '@creditmesh/sdk/crypto/padding.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { AskAnswer, ReceiptBody } from '@creditmesh/sdk/wire/messages.ts'
import { categoryMask } from '@creditmesh/sdk/wire/records/categories.ts'
import {
  encodeSignedResponse,
  type QueryResponse,
  type TradeResponse,
} from '@creditmesh/sdk/wire/response.ts'
import { sampleTradeline } from '../../wire/records/samples.ts'
import { digestOf, type MemberKeys, memberKeys, testDomains } from '../keyring.ts'

export const typedData = createTypedData(testDomains)
export const seller = memberKeys('Agency A')
export const buyer = memberKeys('Bank of Test')
export const oneTime = tweetnaclSuite.boxKeyPair()

export const startSec = 1_790_000_000

export function queryTerms(fields: Partial<QueryTerms> = {}): QueryTerms {
  return {
    consentId: digestOf('consent'),
    buyer: buyer.address,
    seller: seller.address,
    purpose: 1,
    categories: categoryMask(['tradeline', 'publicRecord']),
    fee: 1_000_000n,
    relayFee: 500_000n,
    missFee: 100_000n,
    receiptBy: startSec + 60,
    settleBy: startSec + 120,
    bodyHash: digestOf('body'),
    mayRelay: true,
    nonce: digestOf('nonce'),
    ...fields,
  }
}

export function termsOfLeg(fields: Partial<QueryTerms> = {}): LegTerms {
  return queryLegTerms(queryTerms(fields), { typedData, domains: testDomains })
}

/** A hit of one trade line, as the answering agency writes it. */
export function hitResponse(leg: LegTerms, fields: Partial<QueryResponse> = {}): QueryResponse {
  const record = sampleTradeline()
  return {
    type: 'creditmesh/query-response/1',
    legId: leg.legId,
    queryId: leg.queryId,
    consentId: digestOf('consent'),
    agency: leg.seller,
    buyer: leg.buyer,
    outcome: outcomes.HIT,
    outcomeSalt: digestOf('outcome salt'),
    issuedAt: startSec,
    categories: categoryMask(['tradeline', 'publicRecord']),
    complete: false,
    score: null,
    summary: [{ category: 'tradeline', records: 1 }],
    records: [record],
    sources: [{ recordId: record.recordId, source: 'own', supplier: leg.seller }],
    ...fields,
  }
}

export function missResponse(leg: LegTerms, fields: Partial<QueryResponse> = {}): QueryResponse {
  const nothing = { summary: [], records: [], sources: [] }
  return hitResponse(leg, { outcome: outcomes.MISS, ...nothing, ...fields })
}

/** Where a seller may deviate; each hook gets the honest value. */
export interface Cheats {
  readonly fee?: bigint
  encode?(honest: Bytes): Bytes
  pad?(encoded: Bytes): Bytes
  /** Before the Delivery is signed: a lie that the seller signs. */
  delivery?(honest: Delivery): Delivery
  /** After it was signed: bytes changed on the way. */
  answer?(honest: Delivered): Delivered
  key?(honest: Hex): Hex
  readonly legOfBox?: Hex
  readonly signer?: MemberKeys
  readonly responseSigner?: MemberKeys
  readonly committedOutcome?: 1 | 2
}
type Delivered = Extract<AskAnswer, { status: 'delivered' }>

/** What a seller makes once for a leg (PROTOCOL 4, step 3), honest but for the given cheats. */
export function deliver(
  leg: LegTerms,
  response: QueryResponse | TradeResponse,
  cheats: Cheats = {},
): { answer: Delivered; key: Hex } {
  const { legId } = leg
  const responseSigner = cheats.responseSigner ?? seller
  const signing = { keyEpoch: 1, secretKey: responseSigner.ed25519.secretKey }
  const honest = encodeSignedResponse(tweetnaclSuite, response, signing)
  const padded = (cheats.pad ?? pad)(cheats.encode?.(honest) ?? honest)
  const sealing = { legId: cheats.legOfBox ?? legId, oneTimeKey: oneTime.publicKey, padded }
  const sealed = sealResponse(tweetnaclSuite, sealing)
  const { outcome, outcomeSalt } = response
  const written: Delivery = {
    legId,
    buyer: leg.buyer,
    seller: leg.seller,
    fee: cheats.fee ?? leg.fees[0] ?? 0n,
    missFee: leg.missFee,
    receiptBy: leg.receiptBy,
    settleBy: leg.settleBy,
    bodyHash: leg.bodyHash,
    cipherHash: toHex(keccak256(sealed.cipher)),
    keyHash: keyHash(legId, sealed.key),
    wHash: wHash(legId, sealed.whitener),
    responseHash: toHex(keccak256(padded)),
    outcomeCommitment: outcomeCommitment(legId, cheats.committedOutcome ?? outcome, outcomeSalt),
  }
  const delivery = cheats.delivery?.(written) ?? written
  const signature = typedData.delivery.sign(delivery, (cheats.signer ?? seller).account)
  const answer: Delivered = { status: 'delivered', delivery, signature, box: sealed.box }
  const key = toHex(sealed.key)
  return { answer: cheats.answer?.(answer) ?? answer, key: cheats.key?.(key) ?? key }
}

export interface TestSeller extends SellerChannel {
  readonly receipts: ReceiptBody[]
  asks: number
}

/** A seller of one leg that gives its key against a valid receipt only. */
export function createTestSeller(
  leg: LegTerms,
  response: QueryResponse | TradeResponse,
  cheats: Cheats = {},
): TestSeller {
  const { answer, key } = deliver(leg, response, cheats)
  const receipts: ReceiptBody[] = []
  return {
    receipts,
    asks: 0,
    async ask() {
      this.asks += 1
      return answer
    },
    async sendReceipt(body) {
      const { legId, fee, missFee, receiptBy, settleBy } = answer.delivery
      const deliveryHash = typedData.delivery.hash(answer.delivery)
      const receipt = { legId, deliveryHash, fee, missFee, receiptBy, settleBy }
      const signer = typedData.receipt.recover(receipt, body.signature)
      if (body.deliveryHash !== deliveryHash || !sameHex(signer, leg.buyer)) {
        throw new MeshError('auth.signature_invalid')
      }
      receipts.push(body)
      return { key }
    },
    settledKey: async () => null,
  }
}

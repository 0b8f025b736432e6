import { toRecordedSettlement } from '@creditmesh/sdk/chain/compactSignature.ts'
import type { Hex } from '@creditmesh/sdk/chain/ids.ts'
import { keyHash, outcomeCommitment, sameHex, wHash } from '@creditmesh/sdk/chain/ids.ts'
import type { QueryTerms, Settlement } from '@creditmesh/sdk/chain/queryStructs.ts'
import type { LegTerms } from '@creditmesh/sdk/client/leg/legTerms.ts'
import { queryLegTerms } from '@creditmesh/sdk/client/leg/legTerms.ts'
import { createSerialByKey } from '@creditmesh/sdk/client/serialByKey.ts'
import { toHex, utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { sealResponse } from '@creditmesh/sdk/crypto/fairExchange.ts'
import { keccak256 } from '@creditmesh/sdk/crypto/hash.ts'
import { tweetnaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import { pad } from '@creditmesh/sdk/crypto/padding.ts'
import { openSealed } from '@creditmesh/sdk/crypto/sealedBox.ts'
import { MeshError, toMeshError } from '@creditmesh/sdk/errors.ts'
import { targetOfUrl } from '@creditmesh/sdk/wire/httpSignature/message.ts'
import { signResponse } from '@creditmesh/sdk/wire/httpSignature/sign.ts'
import { decodeMessage, parseWith, toJson } from '@creditmesh/sdk/wire/json.ts'
import {
  type AskAnswer,
  askBodySchema,
  askSchema,
  type Disclosure,
  disclosureSchema,
  receiptBodySchema,
} from '@creditmesh/sdk/wire/messages.ts'
import { problemMediaType, toProblem } from '@creditmesh/sdk/wire/problem.ts'
import {
  encodeSignedResponse,
  type QueryResponse,
  type TradeResponse,
} from '@creditmesh/sdk/wire/response.ts'
import { askContext, disclosureContext } from '@creditmesh/sdk/wire/sealContexts.ts'
import type { TestChain } from '../../../support/localChain.ts'
import type { TestMember } from '../../../support/testNetwork.ts'
import type { TestClock } from '../testClock.ts'

export interface SellersLeg {
  readonly terms: LegTerms
  readonly answer: Extract<AskAnswer, { status: 'delivered' }>
  readonly key: Hex
  readonly response: QueryResponse | TradeResponse
}

export type Delivered = SellersLeg['answer']

/** What the seller of a leg makes once (PROTOCOL 4, step 3). */
export function sellLeg(
  terms: LegTerms,
  parts: { response: QueryResponse | TradeResponse; oneTimeKey: Uint8Array; fee?: bigint },
  { seller, chain }: { seller: TestMember; chain: TestChain },
): SellersLeg {
  const { legId } = terms
  const { response, oneTimeKey } = parts
  const signing = { keyEpoch: 1, secretKey: seller.ed25519.secretKey }
  const padded = pad(encodeSignedResponse(tweetnaclSuite, response, signing))
  const sealed = sealResponse(tweetnaclSuite, { legId, oneTimeKey, padded })
  const delivery = {
    legId,
    buyer: terms.buyer,
    seller: terms.seller,
    fee: parts.fee ?? terms.fees[0] ?? 0n,
    missFee: terms.missFee,
    receiptBy: terms.receiptBy,
    settleBy: terms.settleBy,
    bodyHash: terms.bodyHash,
    cipherHash: toHex(keccak256(sealed.cipher)),
    keyHash: keyHash(legId, sealed.key),
    wHash: wHash(legId, sealed.whitener),
    responseHash: toHex(keccak256(padded)),
    outcomeCommitment: outcomeCommitment(legId, response.outcome, response.outcomeSalt),
  }
  const signature = chain.typedData.delivery.sign(delivery, seller.account.secretKey)
  const answer = { status: 'delivered', delivery, signature, box: sealed.box } as const
  return { terms, answer, key: toHex(sealed.key), response }
}

/** The settlement that a receipt entitles the seller to. */
export function settlementOf({ answer, key, response }: SellersLeg, receipt: Hex): Settlement {
  const { cipherHash, wHash: whitenerHash, responseHash } = answer.delivery
  const { outcome, outcomeSalt } = response
  const opened = { key, outcome, outcomeSalt }
  const signatures = { sellerSignature: answer.signature, buyerSignature: receipt }
  return { cipherHash, wHash: whitenerHash, responseHash, ...opened, ...signatures }
}

/** What a question comes to: an answer, perhaps dearer by a relay. */
export interface Answered {
  readonly response: QueryResponse
  readonly fee?: bigint
}

export interface AskedQuery {
  readonly terms: QueryTerms
  readonly leg: LegTerms
  readonly disclosure: Disclosure
  readonly ask: Extract<ReturnType<typeof askSchema.parse>, { kind: 'query' }>
}

export interface TestAgencyOptions {
  readonly member: TestMember
  readonly chain: TestChain
  readonly clock: TestClock
  answer(query: AskedQuery): Promise<Answered>
  /** Runs before a receipt is taken; a throw is the refusal. */
  onReceipt?(legId: Hex): Promise<void> | void
  readonly settles?: boolean
}

/** An agency behind `fetch`, as far as a lender can tell: real crypto, real chain, no store. */
export interface TestAgency {
  readonly fetch: typeof globalThis.fetch
  readonly legs: Map<Hex, SellersLeg>
  readonly requests: string[]
}

export function createTestAgency(options: TestAgencyOptions): TestAgency {
  const { member, chain, clock } = options
  const legs = new Map<Hex, SellersLeg>()
  const settled = new Set<Hex>()
  const requests: string[] = []
  const inTurn = createSerialByKey()

  async function ask(legId: Hex, body: unknown): Promise<AskAnswer> {
    const known = legs.get(legId)
    if (known !== undefined) return known.answer
    const message = parseWith(askSchema, body)
    if (message.kind !== 'query') throw new MeshError('query.not_found')
    const { terms } = message
    const leg = queryLegTerms(terms, { ...chain, domains: chain.deployment })
    const onChain = await chain.views.legOfQuery(terms)
    if (leg.legId !== legId || onChain.state !== 'OPEN') throw new MeshError('query.not_final')
    const secret = member.x25519.secretKey
    const opened = openSealed(tweetnaclSuite, secret, message.sealedBody, askContext(legId))
    if (toHex(keccak256(opened)) !== terms.bodyHash) throw new MeshError('query.body_mismatch')
    const { disclosure: sealed, oneTimeKey } = decodeMessage(askBodySchema, opened)
    const context = disclosureContext(terms.consentId, member.account.address)
    const disclosed = openSealed(tweetnaclSuite, secret, sealed, context)
    const disclosure = decodeMessage(disclosureSchema, disclosed)
    const { response, fee } = await options.answer({ terms, leg, disclosure, ask: message })
    const parts = { response, oneTimeKey, ...(fee !== undefined && { fee }) }
    const sold = sellLeg(leg, parts, { seller: member, chain })
    askedTerms.set(legId, terms)
    legs.set(legId, sold)
    return sold.answer
  }
  const askedTerms = new Map<Hex, QueryTerms>()

  async function receipt(legId: Hex, body: unknown) {
    const { deliveryHash, signature } = parseWith(receiptBodySchema, body)
    const sold = legs.get(legId)
    const terms = askedTerms.get(legId)
    if (sold === undefined || terms === undefined) throw new MeshError('query.not_found')
    await options.onReceipt?.(legId)
    const { fee, missFee, receiptBy, settleBy } = sold.answer.delivery
    const signed = { legId, deliveryHash, fee, missFee, receiptBy, settleBy }
    const signer = chain.typedData.receipt.recover(signed, signature)
    if (!sameHex(signer, terms.buyer)) throw new MeshError('auth.signature_invalid')
    if (options.settles !== false && !settled.has(legId)) {
      settled.add(legId)
      const settlement = toRecordedSettlement(settlementOf(sold, signature))
      const call = chain.contracts.queries.encode('settleQuery', terms, settlement)
      // An account of the test network sends one transaction at a time.
      await inTurn('account', () => member.account.send(call))
    }
    return { key: sold.key }
  }

  const fetch: typeof globalThis.fetch = async (input, init) => {
    const url = new URL(String(input))
    const [, , , legId, verb] = url.pathname.split('/')
    requests.push(`${verb} ${legId}`)
    const body = JSON.parse(new TextDecoder().decode(init?.body as Uint8Array))
    const handle = verb === 'ask' ? ask : receipt
    const reply = await handle(legId as Hex, body)
      .then((answer) => ({ status: 200, json: toJson(answer), type: 'application/json' }))
      .catch((error) => refusal(toMeshError(error)))
    return signedReply(reply, { url, init: init ?? {}, member, nowSec: clock.nowSec() })
  }
  return { fetch, legs, requests }
}

interface Reply {
  readonly status: number
  readonly json: unknown
  readonly type: string
}

function refusal(error: MeshError): Reply {
  const json = toProblem(error, { instance: '/', requestId: 'test' })
  return { status: error.status, json, type: problemMediaType }
}

function signedReply(
  { status, json, type }: Reply,
  {
    url,
    init,
    member,
    nowSec,
  }: { url: URL; init: RequestInit; member: TestMember; nowSec: number },
): Response {
  const body = utf8(JSON.stringify(json))
  const sent = new Headers(init.headers)
  const request = {
    method: 'POST',
    ...targetOfUrl(url),
    field: (name: string) => sent.get(name),
  }
  const headers = new Headers({ 'content-type': type })
  const message = { status, request, field: (name: string) => headers.get(name) }
  const keyId = { address: member.account.address, epoch: 1 }
  const signer = { keyId, secretKey: member.ed25519.secretKey, nacl: tweetnaclSuite }
  const signature = signResponse(message, body, { signer, nowSec })
  for (const [name, value] of Object.entries(signature)) headers.set(name, value)
  return new Response(body, { status, headers })
}

import { createApp } from '@creditmesh/agency-node/http/app.ts'
import { healthHandlers } from '@creditmesh/agency-node/http/health.ts'
import { createMetrics } from '@creditmesh/agency-node/http/metrics.ts'
import { openNonceCache } from '@creditmesh/agency-node/http/nonceCache.ts'
import { createRateLimiter } from '@creditmesh/agency-node/http/rateLimiter.ts'
import { startHttpServer } from '@creditmesh/agency-node/http/server.ts'
import { createMemberDirectory } from '@creditmesh/agency-node/wiring/memberDirectory.ts'
import { createContracts } from '@creditmesh/sdk/chain/contracts.ts'
import type { Address } from '@creditmesh/sdk/chain/ids.ts'
import type { Offer } from '@creditmesh/sdk/chain/queryStructs.ts'
import { toHex } from '@creditmesh/sdk/crypto/bytes.ts'
import { keccak256 } from '@creditmesh/sdk/crypto/hash.ts'
import { tweetnaclSuite as nacl } from '@creditmesh/sdk/crypto/nacl.ts'
import { pad } from '@creditmesh/sdk/crypto/padding.ts'
import { openSealed, sealTo } from '@creditmesh/sdk/crypto/sealedBox.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { decodeMessage, encodeMessage } from '@creditmesh/sdk/wire/json.ts'
import type {
  Ask,
  AskAnswer,
  IdentificationBody,
  KeyAnswer,
  OfferAnswer,
  ReceiptBody,
} from '@creditmesh/sdk/wire/messages.ts'
import type { UcrRecord } from '@creditmesh/sdk/wire/records/record.ts'
import { agencyRoutes } from '@creditmesh/sdk/wire/routes.ts'
import { identifyContext, offerContext } from '@creditmesh/sdk/wire/sealContexts.ts'
import { signedIdentificationSchema } from '@creditmesh/sdk/wire/signedIdentification.ts'
import { claimsOf, contentCommitmentOf } from '@creditmesh/sdk/wire/tradeContent.ts'
import type { TestChain } from './localChain.ts'
import { refusingJoint } from './refusingJoint.ts'
import type { TestMember } from './testNetwork.ts'

/** What an admitted agency answers, honest or not. */
export interface PeerConduct {
  /** Absent: it declines. */
  identify?(body: IdentificationBody): Promise<OfferAnswer>
  ask?(ask: Ask): Promise<AskAnswer>
  receipt?(body: ReceiptBody): Promise<KeyAnswer>
}

export interface CheatingPeer {
  readonly member: TestMember
  readonly address: Address
  /** Every identification that reached it. */
  readonly identified: IdentificationBody[]
  /** How it behaves from now on. */
  behave(conduct: PeerConduct): void
  close(): Promise<void>
}

export const contentSalt = toHex(new Uint8Array(32).fill(3))

/** An agency of the network whose node is the test: it speaks the protocol's words and means what it likes. */
export async function startCheatingPeer(chain: TestChain, name: string): Promise<CheatingPeer> {
  let conduct: PeerConduct = {}
  const identified: IdentificationBody[] = []
  const ready = Promise.withResolvers<TestMember>()
  const refuse = () => Promise.reject(new MeshError('query.refused'))
  const metrics = createMetrics()
  const nowSec = () => Math.floor(Date.now() / 1000)
  const nowMs = () => performance.now()
  const limit = { perSecond: 1000, burst: 1000 }
  const contracts = createContracts(chain.rpc, chain.deployment.addresses)
  const { deployment, rpc } = chain
  const members = createMemberDirectory({ rpc, contracts, deployment, clockMs: Date.now })
  const silent = { info: () => {}, warn: () => {}, error: () => {} }
  const handlers = {
    ...healthHandlers({
      ...{ routes: agencyRoutes, title: name, version: '0', metrics },
      checkReady: async () => {},
    }),
    status: refuse,
    legState: refuse,
    ...refusingJoint,
    ask: ({ body }: { body: Ask }) => conduct.ask?.(body) ?? refuse(),
    receipt: ({ body }: { body: ReceiptBody }) => conduct.receipt?.(body) ?? refuse(),
    identify: async ({ params, body }: { params: { queryId: string }; body: SealedBody }) => {
      const { account, x25519 } = await ready.promise
      const queryId = params.queryId as Address // hex, by the route's schema
      const context = identifyContext(queryId, account.address)
      const opened = openSealed(nacl, x25519.secretKey, body.sealed, context)
      const { body: identification } = decodeMessage(signedIdentificationSchema, opened)
      identified.push(identification)
      const answer = (await conduct.identify?.(identification)) ?? { kind: 'decline' as const }
      const padded = pad(encodeMessage(answer))
      const sealing = offerContext(queryId, account.address)
      return { sealed: sealTo(nacl, identification.oneTimeKey, padded, sealing) }
    },
  }
  const member = await chain.admit(name, { endpoint: 'http://unknown.invalid' })
  const signer = {
    keyId: { address: member.account.address, epoch: 1 },
    ...{ secretKey: member.ed25519.secretKey, nacl },
  }
  const app = createApp(agencyRoutes, handlers, {
    authentication: {
      lookupMember: members.keysFor,
      nonces: await openNonceCache(noNonces, nowSec()),
      ...{ nacl, nowSec, isOwnAuthority: () => true },
    },
    ...{ signer, nowSec, nowMs, metrics, logger: silent },
    isOperator: () => false,
    limits: { member: createRateLimiter(limit, nowMs), network: createRateLimiter(limit, nowMs) },
    newRequestId: () => '00000000-0000-4000-8000-000000000000',
  })
  const server = await startHttpServer(app, { port: 0 })
  await member.account.send(chain.contracts.members.encode('setEndpoint', server.url))
  ready.resolve(member)
  return {
    ...{ member, identified, address: member.account.address },
    behave: (next) => {
      conduct = next
    },
    close: () => server.close(0),
  }
}

interface SealedBody {
  readonly sealed: Uint8Array
}

const noNonces = {
  async *load() {},
  put: async () => {},
  deleteMany: async () => {},
}

/** The offer that an honest holder would make, with changes that it signs as well. */
export function offerFor(
  body: IdentificationBody,
  records: readonly UcrRecord[],
  { peer, chain }: { peer: CheatingPeer; chain: TestChain },
  changes: Partial<Offer> = {},
): Extract<OfferAnswer, { kind: 'offer' }> {
  const { core } = body
  const claims = claimsOf(records)
  const offer: Offer = {
    queryId: core.queryId,
    parentLegId: core.parentLegId,
    buyer: core.asker,
    seller: peer.address,
    contentCommitment: contentCommitmentOf(records, contentSalt),
    claimsHash: toHex(keccak256(encodeMessage(claims))),
    categories: claims.categories,
    price: 1n,
    royaltyBps: 0,
    validUntil: core.tradeReceiptBy,
    receiptBy: core.tradeReceiptBy,
    settleBy: core.tradeSettleBy,
    bodyHash: toHex(keccak256(encodeMessage(body))),
    nonce: toHex(nacl.randomBytes(32)),
    ...changes,
  }
  const signature = chain.typedData.offer.sign(offer, peer.member.account.secretKey)
  return { kind: 'offer', offer, signature, claims }
}

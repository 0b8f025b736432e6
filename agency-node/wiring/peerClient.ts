import type { Address } from '@creditmesh/sdk/chain/ids.ts'
import { createHttpClient, type HttpClient } from '@creditmesh/sdk/client/http.ts'
import type { NaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import type { Sha256 } from '@creditmesh/sdk/wire/httpSignature/contentDigest.ts'
import type { HttpSigner } from '@creditmesh/sdk/wire/httpSignature/sign.ts'
import { agencyRoutes } from '@creditmesh/sdk/wire/routes.ts'
import type { PeerClient } from '../exchange/collaborators.ts'
import type { MemberDirectory } from './memberDirectory.ts'

export interface PeerClientOptions {
  readonly members: MemberDirectory
  readonly signer: HttpSigner
  readonly nacl: NaclSuite
  readonly sha256: Sha256
  /** A peer that is down must not hold a query longer than this. */
  readonly timeoutMs: number
}

/** Calls peers at the endpoints that they registered on chain, and believes only what they signed. */
export function createPeerClient(options: PeerClientOptions): PeerClient {
  const { members, timeoutMs } = options
  const clientOf = async (address: Address) => {
    const { endpoint } = await members.memberOf(address)
    return clientFor(address, endpoint, options)
  }
  // Whoever calls asks again as long as an answer would count: one attempt each, so that no silence lasts longer.
  const once = { timeoutMs, attempts: 1 }
  return {
    async identify({ address, endpoint }, queryId, sealed) {
      const client = clientFor(address, endpoint, options)
      const body = { sealed: Uint8Array.from(sealed) }
      const call = { params: { queryId }, body, ...once }
      const answer = await client.call(agencyRoutes.identify, call)
      return answer.sealed
    },
    ask: async (address, legId, body) =>
      (await clientOf(address)).call(agencyRoutes.ask, { params: { legId }, body, ...once }),
    receipt: async (address, legId, body) =>
      (await clientOf(address)).call(agencyRoutes.receipt, { params: { legId }, body, ...once }),
  }
}

/** A client for one peer at one address. */
export function clientFor(
  address: Address,
  baseUrl: string,
  { members, signer, nacl, sha256, timeoutMs }: PeerClientOptions,
): HttpClient {
  const lookupKey = async (epoch: number) =>
    (await members.signingKeyOf(address, epoch))?.ed25519 ?? null
  return createHttpClient({
    baseUrl,
    signer,
    nacl,
    sha256,
    timeoutMs,
    peer: { address, lookupKey },
  })
}

import { createHttpClient, type HttpClient } from '@creditmesh/sdk/client/http.ts'
import { tweetnaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import type { TestAgency } from './agencyNode.ts'
import type { TestChain } from './localChain.ts'
import type { TestMember } from './testNetwork.ts'

/** Calls a node's routes as this member, one attempt each: for who does not keep to the protocol's order. */
export function callerOf(member: TestMember, node: TestAgency, chain: TestChain): HttpClient {
  return createHttpClient({
    baseUrl: node.url,
    signer: {
      keyId: { address: member.account.address, epoch: 1 },
      secretKey: member.ed25519.secretKey,
      nacl: tweetnaclSuite,
    },
    peer: {
      address: node.address,
      lookupKey: async (epoch) => (await chain.views.keysOf(node.address, epoch))?.ed25519 ?? null,
    },
    nacl: tweetnaclSuite,
    attempts: 1,
  })
}

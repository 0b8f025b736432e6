import {
  type BuyerLegModules,
  buyLeg,
  type SellerChannel,
} from '@creditmesh/sdk/client/buyerLeg.ts'
import { queryResponseReader } from '@creditmesh/sdk/client/leg/readQueryResponse.ts'
import { tweetnaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import { ethersEcdsa } from '@creditmesh/sdk/crypto/secp256k1.ts'
import { expect } from 'vitest'
import { digestOf, memberKeys } from '../keyring.ts'
import { createMemoryLegJournal } from '../memoryStores.ts'
import { createTestClock } from '../testClock.ts'
import {
  buyer,
  oneTime,
  queryTerms,
  seller,
  startSec,
  termsOfLeg,
  typedData,
} from './testSeller.ts'

/** One leg of a query as its buyer holds it, whatever the seller then does. */
export const terms = termsOfLeg()
export const otherTerms = termsOfLeg({ nonce: digestOf('another nonce') })
export const leg = { terms, oneTimeSecret: oneTime.secretKey, accountSecret: buyer.account }
export const reader = queryResponseReader(queryTerms(), async () => seller.ed25519.publicKey)
export const stranger = memberKeys('a stranger')

export function modulesWith(channel: SellerChannel) {
  const journal = createMemoryLegJournal()
  const clock = createTestClock(startSec)
  const suites = { nacl: tweetnaclSuite, ecdsa: ethersEcdsa }
  return { journal, clock, channel, typedData, ...suites } satisfies BuyerLegModules
}

/** The name of the check that stopped the buyer. */
export async function failedCheck(modules: BuyerLegModules): Promise<unknown> {
  const error = await buyLeg(leg, reader, modules).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'query.verification_failed' })
  return (error as { details: { check: string } }).details.check
}

export const flipLast = (bytes: Uint8Array<ArrayBuffer>) => {
  const copy = bytes.slice()
  copy[copy.length - 1] = (copy[copy.length - 1] ?? 0) ^ 1
  return copy
}

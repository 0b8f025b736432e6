import { AbiCoder, id, keccak256, TypedDataEncoder, ZeroHash } from 'ethers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { domainOf, grantOf, nowSec, termsOf } from './support/messages.ts'
import { type Network, openNetwork, send } from './support/network.ts'
import {
  consentActionTypes,
  consentCancelTypes,
  consentGrantTypes,
  offerTypes,
  queryTermsTypes,
} from './support/typedData.ts'

/** What wallets sign through ethers is what the contracts hash. */

const abi = AbiCoder.defaultAbiCoder()
const active = 1n
const paused = 2n
const withdrawn = 3n
const cancelled = 9n

let network: Network

beforeAll(async () => {
  network = await openNetwork()
})

afterAll(() => network.close())

test('a consent id is the struct hash of the grant with its sentence', async () => {
  const { onChain, consentId } = await newGrant()
  expect(await network.contracts.consents.getFunction('hashGrant')(onChain)).toBe(consentId)
})

test('the domain of both signing contracts can be read as ERC-5267 says', async () => {
  for (const contract of [network.contracts.consents, network.contracts.queries]) {
    const expected = await domainOf(network, contract)
    const read = await contract.getFunction('eip712Domain')()
    expect([read.name, read.version, read.chainId, read.verifyingContract]).toEqual(
      Object.values(expected),
    )
  }
})

test('a leg id is derived from the struct hash of the terms', async () => {
  const { lender, asked } = network.people
  const { queries } = network.contracts
  const terms = termsOf(id('consent'), lender.address, asked.address, await nowSec(network))
  const [queryId, legId] = await queries.getFunction('idsOfQuery')(terms)
  const { chainId } = await network.ethers.provider.getNetwork()
  const queryParts = [chainId, queries.target, terms.buyer, terms.nonce, terms.bodyHash]
  const queryTypes = ['uint256', 'address', 'address', 'bytes32', 'bytes32']
  expect(queryId).toBe(keccak256(abi.encode(queryTypes, queryParts)))
  const offerHash = TypedDataEncoder.hashStruct('QueryTerms', queryTermsTypes, terms)
  expect(legId).toBe(legIdOf(queryId, terms.buyer, terms.seller, offerHash))
})

test("a trade's leg id is derived from the struct hash of the offer", async () => {
  const { asked, holder } = network.people
  const offer = {
    queryId: id('query'),
    parentLegId: id('leg'),
    buyer: asked.address,
    seller: holder.address,
    contentCommitment: id('content'),
    claimsHash: id('claims'),
    categories: 3,
    price: 5n,
    royaltyBps: 7,
    validUntil: 11,
    receiptBy: 13,
    settleBy: 17,
    bodyHash: id('body'),
    nonce: id('nonce'),
  }
  const offerHash = TypedDataEncoder.hashStruct('Offer', offerTypes, offer)
  const legId = await network.contracts.queries.getFunction('idOfTrade')(offer)
  expect(legId).toBe(legIdOf(offer.queryId, offer.buyer, offer.seller, offerHash))
})

test('a subject pauses, resumes and withdraws by messages that ethers signs', async () => {
  const { consents } = network.contracts
  const domain = await domainOf(network, consents)
  const { onChain, signed, consentId, subject } = await newGrant()
  await send(
    consents,
    'record',
    onChain,
    await subject.signTypedData(domain, consentGrantTypes, signed),
  )
  const deadline = onChain.recordBy
  const acts = [
    ['pause', 'ConsentPause', paused],
    ['resume', 'ConsentResume', active],
    ['withdraw', 'ConsentWithdraw', withdrawn],
  ] as const
  for (const [index, [method, type, state]] of acts.entries()) {
    const seq = index + 1
    const message = { consentId, seq, deadline }
    const signature = await subject.signTypedData(domain, consentActionTypes(type), message)
    await send(consents, method, onChain, seq, deadline, signature)
    expect(await consents.getFunction('statusOf')(onChain)).toBe(state)
  }
})

test('a subject cancels a grant that was not recorded', async () => {
  const { consents } = network.contracts
  const domain = await domainOf(network, consents)
  const { onChain, consentId, subject } = await newGrant()
  const deadline = onChain.recordBy
  const message = { consentId, deadline }
  const signature = await subject.signTypedData(domain, consentCancelTypes, message)
  await send(consents, 'cancel', onChain, deadline, signature)
  expect(await consents.getFunction('statusOf')(onChain)).toBe(cancelled)
})

test('error: a grant whose sentence was exchanged after the signature is refused', async () => {
  const { consents } = network.contracts
  const domain = await domainOf(network, consents)
  const { onChain, signed, subject } = await newGrant()
  const signature = await subject.signTypedData(domain, consentGrantTypes, signed)
  const changed = { ...onChain, summaryHash: ZeroHash }
  await expect(send(consents, 'record', changed, signature)).rejects.toThrow(
    /ConsentsSignatureInvalid/,
  )
})

async function newGrant() {
  const subject = network.ethers.Wallet.createRandom()
  const now = await nowSec(network)
  return {
    subject,
    ...grantOf(network.people.lender.address, subject.address, now, { maxUses: 1 }),
  }
}

function legIdOf(queryId: string, buyer: string, seller: string, offerHash: string): string {
  const types = ['bytes32', 'address', 'address', 'bytes32']
  return keccak256(abi.encode(types, [queryId, buyer, seller, offerHash]))
}

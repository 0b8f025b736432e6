import { toRecordedGrant } from '@creditmesh/sdk/chain/consentStructs.ts'
import { memberRoles } from '@creditmesh/sdk/chain/memberViews.ts'
import { createLender, type Lender } from '@creditmesh/sdk/client/lender/lender.ts'
import type { QueryParameters } from '@creditmesh/sdk/client/lender/queryParameters.ts'
import type { ConsentRequest } from '@creditmesh/sdk/client/subject/consentRequest.ts'
import { createConsent } from '@creditmesh/sdk/client/subject/createConsent.ts'
import { addCredential } from '@creditmesh/sdk/client/subject/enrolments.ts'
import { createWallet, type Wallet } from '@creditmesh/sdk/client/subject/wallet.ts'
import { fromHex } from '@creditmesh/sdk/crypto/bytes.ts'
import type { ConsentPackage } from '@creditmesh/sdk/wire/messages.ts'
import { purposes } from '@creditmesh/sdk/wire/purposes.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMemoryQueryJournal } from '../sdk/client/memoryQueryJournal.ts'
import { createMemoryWalletStore } from '../sdk/client/memoryStores.ts'
import { sampleTradeline } from '../sdk/wire/records/samples.ts'
import { agencyPrices, startTestAgency, type TestAgency } from '../support/agencyNode.ts'
import { startTestChain, type TestChain } from '../support/localChain.ts'
import type { TestMember } from '../support/testNetwork.ts'

let chain: TestChain
let a: TestAgency
let b: TestAgency
let c: TestAgency
let bank: TestMember
let lender: Lender
let keys = 0

const known = { country: 'DE', type: 'passport', value: 'C01X00T47' }
const knownToB = { country: 'DE', type: 'passport', value: 'C01X00T48' }
const unknown = { country: 'DE', type: 'passport', value: 'C01X00T49' }

beforeAll(async () => {
  chain = await startTestChain()
  a = await startTestAgency(chain, 'a')
  b = await startTestAgency(chain, 'b')
  c = await startTestAgency(chain, 'c')
  bank = await chain.admit('bank', { roles: memberRoles.QUERY_USER })
  await chain.fund(bank.account, 1_000_000_000n)
  lender = createLender({
    deployment: chain.deployment,
    rpc: chain.rpc,
    accountSecret: bank.account.secretKey,
    signingKey: { keyEpoch: 1, secretKey: bank.ed25519.secretKey },
    journal: createMemoryQueryJournal(),
  })
  await a.store(known, [sampleTradeline()])
  await b.store(knownToB, [sampleTradeline()])
})
afterAll(async () => {
  lender?.close()
  await Promise.all([a, b, c].map((agency) => agency?.remove()))
  await chain?.close()
})

type Person = { readonly wallet: Wallet; readonly identifier: typeof known }

async function person(identifier: typeof known, issuers: readonly TestAgency[]): Promise<Person> {
  const wallet = await createWallet({ store: createMemoryWalletStore(), domains: chain.deployment })
  for (const agency of issuers) {
    const credential = await agency.enroll(identifier, wallet.rootKey.publicKey)
    const { ed25519 } = await chain.contracts.members.read('keysOf', [agency.address, 1])
    await addCredential(wallet, { agencyName: agency.name, credential }, fromHex(ed25519))
  }
  return { wallet, identifier }
}

async function consent({ wallet }: Person, request: Partial<ConsentRequest> = {}) {
  const agencies = [a].map(({ address, name, x25519 }) => ({ address, name, keyEpoch: 1, x25519 }))
  const signed = await createConsent(wallet, {
    grantee: { address: bank.account.address, name: 'bank' },
    agencies,
    purpose: purposes.CREDIT_APPLICATION,
    categories: ['tradeline'],
    lookbackMonths: 60,
    expiresAt: (await chain.nowSec()) + 86_400,
    ...request,
  })
  const { grant, signature } = signed.package
  const recorded = chain.contracts.consents.encode('record', toRecordedGrant(grant), signature)
  await chain.account('relayer').send(recorded)
  return signed.package
}

function question(
  { identifier }: Person,
  consentPackage: ConsentPackage,
  changes: Partial<QueryParameters> = {},
): QueryParameters {
  keys += 1
  return {
    agency: a.address,
    consentPackage,
    identifier,
    categories: ['tradeline'],
    purpose: purposes.CREDIT_APPLICATION,
    idempotencyKey: `application ${keys}`,
    ...changes,
  }
}

const freeOf = async (address: TestAgency['address']) => (await chain.views.balanceOf(address)).free

describe('an agency node', () => {
  test('Mode 1: answers a lender from its own file and is paid', async () => {
    const alice = await person(known, [a])
    const before = await freeOf(a.address)
    const result = await lender.query(question(alice, await consent(alice)))
    expect(result).toMatchObject({ outcome: 'hit', mode: 1, price: agencyPrices.fee })
    expect(result.response.records).toHaveLength(1)
    expect(result.response.sources).toMatchObject([{ source: 'own', supplier: a.address }])
    await expect.poll(() => freeOf(a.address)).toBe(before + agencyPrices.fee)
  })

  test('Mode 1: a miss pays the miss fee', async () => {
    const nobody = await person(unknown, [a])
    const before = await freeOf(a.address)
    const result = await lender.query(question(nobody, await consent(nobody)))
    expect(result).toMatchObject({ outcome: 'miss', price: agencyPrices.missFee })
    await expect.poll(() => freeOf(a.address)).toBe(before + agencyPrices.missFee)
  })

  test('Mode 2: buys from the peer that holds the file, answers, and saves what it may', async () => {
    const bob = await person(knownToB, [b, c])
    const relay = { providers: 'any' as const, store: true }
    const granted = await consent(bob, { relay, dataLifeDays: 30 })
    const before = await Promise.all([a, b].map(({ address }) => freeOf(address)))
    const result = await lender.query(question(bob, granted, { mayRelay: true }))
    const price = agencyPrices.fee + agencyPrices.relayFee
    expect(result).toMatchObject({ outcome: 'hit', mode: 2, price })
    expect(result.response.sources).toMatchObject([{ source: 'trade', supplier: b.address }])
    const [aBefore = 0n, bBefore = 0n] = before
    await expect.poll(() => freeOf(a.address)).toBe(aBefore + price - agencyPrices.trade)
    await expect.poll(() => freeOf(b.address)).toBe(bBefore + agencyPrices.trade)

    const again = await consent(bob)
    const second = await lender.query(question(bob, again))
    expect(second).toMatchObject({ outcome: 'hit', mode: 1, price: agencyPrices.fee })
    expect(second.response.sources).toMatchObject([{ source: 'saved-trade', supplier: b.address }])
  })
})

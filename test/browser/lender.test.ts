import { toRecordedGrant } from '@creditmesh/sdk/chain/consentStructs.ts'
import { memberRoles } from '@creditmesh/sdk/chain/memberViews.ts'
import { fromBase64Url } from '@creditmesh/sdk/crypto/bytes.ts'
import type { Identifier } from '@creditmesh/sdk/crypto/identifiers.ts'
import { parseWith, toJson } from '@creditmesh/sdk/wire/json.ts'
import { consentPackageSchema } from '@creditmesh/sdk/wire/messages.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sampleTradeline } from '../sdk/wire/records/samples.ts'
import { agencyPrices, startTestAgency, type TestAgency } from '../support/agencyNode.ts'
import { startTestChain, type TestChain } from '../support/localChain.ts'
import type { TestMember } from '../support/testNetwork.ts'
import { hasChromium } from './chromium.ts'
import { type OpenPage, openPage } from './openPage.ts'

const canRun = hasChromium()
const identifier: Identifier = { country: 'DE', type: 'passport', value: 'C01X00T47' }

let page: OpenPage
let chain: TestChain
let agency: TestAgency
let bank: TestMember

beforeAll(async () => {
  if (!canRun) return
  page = await openPage()
  chain = await startTestChain()
  agency = await startTestAgency(chain, 'a', { settings: { allowedOrigins: [page.origin] } })
  await agency.store(identifier, [sampleTradeline()])
  bank = await chain.admit('bank', { roles: memberRoles.QUERY_USER })
  await chain.fund(bank.account, 10_000_000n)
})
afterAll(async () => {
  await page?.close()
  await agency?.remove()
  await chain?.close()
})

/** The person's wallet lives in the page too; what it signs is recorded by an account that is nobody's. */
async function consentFromPage(): Promise<unknown> {
  const { deployment, contracts, views } = chain
  const root = fromBase64Url(await page.call('makeWallet', deployment))
  const credential = await agency.enroll(identifier, root)
  const { ed25519 } = await views.keysOf(agency.address, credential.keyEpoch)
  const granted = await page.call('grantConsent', deployment, {
    grantee: { address: bank.account.address, name: 'Bank' },
    agency: { address: agency.address, name: 'Agency A' },
    credential: toJson(credential),
    agencyX25519: [...agency.x25519],
    issuerEd25519: [...ed25519],
    expiresAt: (await chain.nowSec()) + 3_600,
  })
  const { grant, signature } = parseWith(consentPackageSchema, granted)
  const call = contracts.consents.encode('record', toRecordedGrant(grant), signature)
  await chain.account('relayer').send(call)
  return granted
}

function questionAbout(consentPackage: unknown) {
  return {
    ...{ deployment: chain.deployment, rpcUrl: chain.rpcUrl, agency: agency.address },
    ...{ identifier, consentPackage },
    accountSecret: [...bank.account.secretKey],
    ed25519Secret: [...bank.ed25519.secretKey],
  }
}

describe.skipIf(!canRun)('a lender in a page', () => {
  test('asks, pays, verifies and reads, and asks nothing twice after a reload', async () => {
    const question = questionAbout(await consentFromPage())
    const before = (await chain.views.balanceOf(bank.account.address)).free
    const result = await page.call('ask', question)
    expect(result).toMatchObject({ outcome: 'hit', mode: 1 })
    await page.reload()
    expect(await page.call('ask', question)).toEqual(result)
    const paid = async () => before - (await chain.views.balanceOf(bank.account.address)).free
    await expect.poll(paid).toBe(agencyPrices.fee)
  })

  test('error: an agency that does not list the origin is out of reach of the page', async () => {
    const stranger = await startTestAgency(chain, 'b')
    try {
      const reached = await page.browserPage.evaluate(
        (url) =>
          fetch(url).then(
            () => true,
            () => false,
          ),
        `${stranger.url}/healthz`,
      )
      expect(reached).toBe(false)
    } finally {
      await stranger.remove()
    }
  })
})

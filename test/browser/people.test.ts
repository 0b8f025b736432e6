import type { Address } from '@creditmesh/sdk/chain/ids.ts'
import { createTypedData } from '@creditmesh/sdk/chain/typedData.ts'
import { fromBase64Url, toHex } from '@creditmesh/sdk/crypto/bytes.ts'
import { tweetnaclSuite as nacl } from '@creditmesh/sdk/crypto/nacl.ts'
import { openSealed } from '@creditmesh/sdk/crypto/sealedBox.ts'
import { signStatement, verifyStatement } from '@creditmesh/sdk/wire/credentials.ts'
import { decodeMessage, parseWith, toJson } from '@creditmesh/sdk/wire/json.ts'
import { consentPackageSchema, disclosureSchema } from '@creditmesh/sdk/wire/messages.ts'
import { disclosureContext } from '@creditmesh/sdk/wire/sealContexts.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasChromium } from './chromium.ts'
import { type OpenPage, openPage } from './openPage.ts'

const canRun = hasChromium()
let page: OpenPage

beforeAll(async () => {
  if (canRun) page = await openPage()
})
afterAll(() => page?.close())

const addressOf = (digit: string): Address => `0x${digit.repeat(40)}`
const domains = {
  chainId: 31_337,
  addresses: {
    ...{ accessManager: addressOf('1'), token: addressOf('2'), members: addressOf('3') },
    ...{ priceList: addressOf('4'), credentials: addressOf('5'), consents: addressOf('6') },
    ...{ ledger: addressOf('7'), queries: addressOf('8'), modelRegistry: addressOf('b') },
  },
}
const lender = { address: addressOf('9'), name: 'Bank' }
const agency = { address: addressOf('a'), name: 'Agency' }
const agencyBox = nacl.boxKeyPair()
const issuer = nacl.signKeyPair(new Uint8Array(32).fill(4))
const tag = toHex(new Uint8Array(32).fill(8))

/** What the agency's clerk signs for the root that the page shows. */
function credentialFor(root: Uint8Array) {
  const nowSec = Math.floor(Date.now() / 1000)
  const statement = {
    ...{ type: 'creditmesh/credential/1' as const, issuer: agency.address, keyEpoch: 1 },
    ...{ root: Uint8Array.from(root), tag, issuedAt: nowSec, until: nowSec + 86_400 },
    nonce: toHex(new Uint8Array(32).fill(6)),
  }
  return signStatement(nacl, statement, issuer.secretKey)
}

describe.skipIf(!canRun)('a person with a wallet in a page', () => {
  test('signs a consent there that verifies elsewhere', async () => {
    const root = fromBase64Url(await page.call('makeWallet', domains))
    await page.reload() // the wallet survives in the browser's storage
    const granted = await page.call('grantConsent', domains, {
      ...{ grantee: lender, agency, credential: toJson(credentialFor(root)) },
      agencyX25519: [...agencyBox.publicKey],
      issuerEd25519: [...issuer.publicKey],
      expiresAt: Math.floor(Date.now() / 1000) + 3_600,
    })

    const { grant, signature, disclosures } = parseWith(consentPackageSchema, granted)
    const { consentGrant } = createTypedData(domains)
    expect(consentGrant.recover(grant, signature)).toBe(grant.subject)
    expect(grant.summary).toContain('Bank')
    const [sealed] = disclosures
    const context = disclosureContext(consentGrant.hash(grant), agency.address)
    const { secretKey } = agencyBox
    const opened = openSealed(nacl, secretKey, sealed?.sealed ?? new Uint8Array(0), context)
    const disclosure = decodeMessage(disclosureSchema, opened)
    expect(disclosure).toMatchObject({ tag, link: { consentKey: grant.subject } })
    expect(verifyStatement(nacl, disclosure.link, root)).toBe(true)
  })

  test('error: a credential for another root is not taken', async () => {
    const stranger = nacl.signKeyPair(new Uint8Array(32).fill(9)).publicKey
    const granting = page.call('grantConsent', domains, {
      ...{ grantee: lender, agency, credential: toJson(credentialFor(stranger)) },
      agencyX25519: [...agencyBox.publicKey],
      issuerEd25519: [...issuer.publicKey],
      expiresAt: Math.floor(Date.now() / 1000) + 3_600,
    })
    await expect(granting).rejects.toThrow('subject.credential_invalid')
  })
})

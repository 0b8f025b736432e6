import {
  consentReceiptOf,
  verifyConsentReceipt,
} from '@creditmesh/sdk/client/subject/consentReceipt.ts'
import { createConsent } from '@creditmesh/sdk/client/subject/createConsent.ts'
import { describe, expect, test } from 'vitest'
import { digestOf } from '../keyring.ts'
import { agencyB, enrolledWallet, lender, plainRequest, tag } from './people.ts'

type Receipt = Parameters<typeof verifyConsentReceipt>[0]

async function makeReceipt() {
  const { wallet } = await enrolledWallet()
  const { held } = await createConsent(wallet, plainRequest())
  const recorded = { transactionHash: digestOf('transaction'), blockNumber: 12 }
  const text = JSON.stringify(consentReceiptOf(held, recorded))
  return { held, text, receipt: JSON.parse(text) as Receipt }
}

describe('a consent receipt', () => {
  test('verifies offline, from its text', async () => {
    const { held, receipt } = await makeReceipt()
    expect(verifyConsentReceipt(receipt).grant).toEqual(held.grant)
  })

  test('says who may do what, and how to end it', async () => {
    const { held, receipt } = await makeReceipt()
    expect(receipt).toMatchObject({
      receiptId: held.consentId,
      piiPrincipalId: held.grant.subject,
      privacyNotice: held.grant.summary,
      purpose: { code: 1, name: 'CREDIT_APPLICATION' },
      piiCategories: ['tradeline', 'publicRecord'],
      controllers: [{ role: 'grantee', id: lender.address, name: lender.name }],
      recipientThirdParties: 'none',
      events: [{ state: 'SIGNED' }, { state: 'ACTIVE', blockNumber: 12 }],
    })
  })

  test('opens no commitment', async () => {
    const { held, text } = await makeReceipt()
    for (const secret of [tag, held.commitSalt]) expect(text).not.toContain(secret.slice(2))
  })

  test('error: a field that says other than the grant does not verify', async () => {
    const { text } = await makeReceipt()
    const widened = JSON.parse(text.replace('["tradeline","publicRecord"]', '["tradeline"]'))
    expect(() => verifyConsentReceipt(widened)).toThrow('fields')
  })

  test('error: a grant that was changed does not verify', async () => {
    const { held } = await makeReceipt()
    const forged = { ...held, grant: { ...held.grant, grantee: agencyB.address } }
    expect(() => verifyConsentReceipt(consentReceiptOf(forged))).toThrow('signature')
  })

  test('error: a receipt for another chain or contract does not verify', async () => {
    const { held } = await makeReceipt()
    for (const moved of [{ chainId: 1 }, { consents: agencyB.address }]) {
      const receipt = consentReceiptOf({ ...held, ...moved })
      expect(() => verifyConsentReceipt(receipt)).toThrow('consent.evidence_invalid')
    }
  })

  test('error: something else is not a receipt', () => {
    expect(() => verifyConsentReceipt({ type: 'invoice' })).toThrow('input.invalid')
  })
})

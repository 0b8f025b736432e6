import { consentGrantType } from '@creditmesh/sdk/chain/consentStructs.ts'
import { zeroDigest } from '@creditmesh/sdk/chain/ids.ts'
import { createConsent } from '@creditmesh/sdk/client/subject/createConsent.ts'
import { summaryOf } from '@creditmesh/sdk/client/subject/summary.ts'
import { consentGrantSchema } from '@creditmesh/sdk/wire/grants.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyStruct } from '../../chain/arbitraries.ts'
import { agencyA, agencyB, enrolledWallet, lender, plainRequest, recipient } from './people.ts'

async function sentenceOf(fields: Parameters<typeof plainRequest>[0]) {
  const { wallet } = await enrolledWallet()
  const request = plainRequest({ notBefore: 1_790_000_000, ...fields })
  return (await createConsent(wallet, request)).held.grant.summary
}

test('a plain consent reads like one', async () => {
  expect(await sentenceOf({})).toBe(
    `“Bank of Test” (${lender.address}) may ask “Agency A” once from 2026-09-21 14:13 until 2026-09-28 12:53 UTC ` +
      'for a score, a summary and records on loans and cards and public records of 24 months, ' +
      'for a credit application. The answer may not be kept.',
  )
})

test('the sentence says who relays, to whom, and what is kept how long', async () => {
  const relayed = await sentenceOf({
    agencies: [recipient(agencyA), recipient(agencyB)],
    relay: { providers: [agencyB.address], store: true },
    mayKeep: true,
    dataLifeDays: 30,
    maxUses: 5,
    period: { uses: 2, seconds: 86_400 },
  })
  expect(relayed).toContain('may ask one of 2 listed agencies up to 5 times, at most 2 in 1 day')
  expect(relayed).toContain('The agency may get it from one listed agency and may keep it 30 days.')
  expect(relayed).toContain('The answer may be kept 30 days.')
  const open = await sentenceOf({ scope: 'any', relay: { providers: 'any' } })
  expect(open).toContain('may ask any admitted agency')
  expect(open).toContain('may get it from any admitted agency and may not keep it')
})

test('a name cannot add a clause to the sentence', async () => {
  const grantee = { address: lender.address, name: 'Bank. It may keep everything (always)' }
  expect(await sentenceOf({ grantee })).toMatch(/^“Bank It may keep everything alwa” \(0x/)
})

test('every grant has a sentence that fits the wire', () => {
  const grants = fc.tuple(anyStruct(consentGrantType), fc.integer({ min: 1, max: 10 }))
  const anyNames = fc.record({ grantee: fc.string(), agency: fc.string() })
  const year9999 = 253_402_300_799
  fc.assert(
    fc.property(grants, anyNames, ([any, purpose], names) => {
      const times = { notBefore: any.notBefore % year9999, expiresAt: any.expiresAt % year9999 }
      const grant = { ...any, ...times, purpose, categories: any.categories & 0x7ff }
      const summary = summaryOf(grant, { ...names, agencyCount: 64, providerCount: 64 })
      expect(consentGrantSchema.shape.summary.safeParse(summary).success).toBe(true)
    }),
    { seed: 4, numRuns: 300 },
  )
})

test('any single change of what is allowed changes the sentence', async () => {
  const { wallet } = await enrolledWallet()
  const { grant } = (await createConsent(wallet, plainRequest())).held
  const names = { grantee: 'Bank', agency: 'A', agencyCount: 2, providerCount: 3 }
  const relaying = { ...grant, relayAllowed: true, maxHops: 1, dataLifeDays: 3 }
  const sentences = [
    grant,
    { ...grant, purpose: 2 },
    { ...grant, categories: 2 },
    { ...grant, detail: 1 },
    { ...grant, mode: 1 as const, dataLifeDays: 3 },
    { ...grant, expiresAt: grant.expiresAt + 60 },
    { ...grant, notBefore: grant.notBefore + 60 },
    { ...grant, maxUses: 2 },
    { ...grant, perPeriod: 1, periodSec: 60 },
    { ...grant, lookbackMonths: 12 },
    { ...grant, agencyScopeKind: 0 as const, agencyScope: zeroDigest },
    relaying,
    { ...relaying, relayStore: true },
    { ...relaying, providersRoot: grant.commitment },
  ].map((changed) => summaryOf(changed, names))
  expect(new Set(sentences).size).toBe(sentences.length)
})

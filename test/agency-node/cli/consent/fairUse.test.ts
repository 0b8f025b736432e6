import {
  type BoundedTerms,
  boundsText,
  expiryOf,
  periodFor,
  requireFairUse,
  termsWithin,
} from '@creditmesh/agency-node/cli/consent/fairUse.ts'
import { detailBits } from '@creditmesh/sdk/chain/consentStructs.ts'
import type { PurposeTemplate } from '@creditmesh/sdk/chain/consentViews.ts'
import { purposes } from '@creditmesh/sdk/wire/purposes.ts'
import { expect, test } from 'vitest'
import { purposeTemplates } from '../../../../scripts/chain/purposeTemplates.ts'

const templateOf = (purpose: number) => purposeTemplates.get(purpose) as PurposeTemplate
const daySec = 86_400

test('what nobody named stays within the bounds of every purpose that can be granted', () => {
  for (const [purpose, template] of purposeTemplates) {
    const terms = termsWithin({}, template)
    if (!template.enabled) continue
    expect(() => requireFairUse(purpose, terms, template)).not.toThrow()
    expect(terms.detail).toBeGreaterThan(0)
  }
})

test('what was named is never changed, however much it is', () => {
  const named: BoundedTerms = { expiresIn: 1e9, maxUses: 9, lookback: 99, dataLife: 9, detail: 15 }
  expect(termsWithin(named, templateOf(purposes.PREQUALIFICATION))).toEqual(named)
})

test('error: every bound that is broken is named at once, by its option and with its bound', () => {
  const template = templateOf(purposes.PREQUALIFICATION)
  const wide = { expiresIn: 8 * daySec, maxUses: 2, lookback: 25, dataLife: 1, detail: 7 }
  expect(() => requireFairUse(purposes.PREQUALIFICATION, wide, template)).toThrow(
    expect.objectContaining({
      code: 'fair_use.exceeded',
      detail: expect.stringContaining('PREQUALIFICATION'),
      details: {
        purpose: 'PREQUALIFICATION',
        exceeded: [
          '--expires-in 8d (at most 7d)',
          '--max-uses 2 (at most 1)',
          '--lookback 25 months (at most 24 months)',
          '--data-life 1 days (at most none)',
          '--detail SCORE_ONLY,SUMMARY,DETAIL (at most SCORE_ONLY,SUMMARY)',
        ],
      },
    }),
  )
})

test('error: a purpose that the network does not grant', () => {
  const template = templateOf(purposes.EMPLOYMENT)
  expect(() => requireFairUse(purposes.EMPLOYMENT, termsWithin({}, template), template)).toThrow(
    /nobody can grant EMPLOYMENT/,
  )
})

test('a grant of exactly the longest time ends a minute early, since it begins one early', () => {
  const template = templateOf(purposes.PREQUALIFICATION)
  const longest = { ...termsWithin({}, template), expiresIn: 7 * daySec }
  expect(expiryOf(1000, longest, template)).toBe(1000 + 7 * daySec - 60)
  expect(expiryOf(1000, { ...longest, expiresIn: daySec }, template)).toBe(1000 + daySec)
})

test('more uses than one period allows get the period of their purpose', () => {
  const template = templateOf(purposes.ACCOUNT_REVIEW)
  const terms = (maxUses: number) => ({ ...termsWithin({}, template), maxUses })
  expect(periodFor(terms(5), template)).toBeUndefined()
  expect(periodFor(terms(12), template)).toEqual({ uses: 5, seconds: 30 * daySec })
  expect(periodFor(terms(12), templateOf(purposes.CREDIT_APPLICATION))).toBeUndefined()
})

test('the bounds read as a person would type them', () => {
  const text = boundsText(purposes.COLLECTION, templateOf(purposes.COLLECTION))
  expect(text).toContain('at most 365d, 12 uses, 1 in 30d')
  expect(text).toContain('kept 31 days')
  expect(detailBits.SCORE_ONLY).toBe(1)
})

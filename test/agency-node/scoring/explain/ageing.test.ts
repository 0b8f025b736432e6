import {
  ageingOf,
  lookBackOf,
  pastSentence,
  stillCounting,
} from '@creditmesh/agency-node/scoring/explain/ageing.ts'
import { factsOf } from '@creditmesh/agency-node/scoring/explain/facts.ts'
import { featureNames } from '@creditmesh/agency-node/scoring/featureCatalogue.ts'
import { featuresOf } from '@creditmesh/agency-node/scoring/features.ts'
import type { LoadedModel } from '@creditmesh/agency-node/scoring/loadModel.ts'
import { trainModel } from '@creditmesh/agency-node/scoring/train.ts'
import type { PaymentMonth } from '@creditmesh/sdk/wire/records/payloads/tradeline.ts'
import { beforeAll, describe, expect, test } from 'vitest'
import { asOf, line, population } from '../population.ts'

const context = { asOf, currency: 'TWD' }
const late: Partial<PaymentMonth> = { bucket: 'DPD_30_59', daysPastDue: 45 }
const lateSince = (months: number) =>
  line('her', [...Array.from({ length: months }, () => ({})), late])

const ageingAfter = (months: number, lookBack: number) => {
  const facts = factsOf([lateSince(months)], context)
  if (facts === null) throw new Error('a thin file')
  return ageingOf(facts, lookBack)
}

test('a late month counts until the records have reached the same month two years on', () => {
  expect(ageingAfter(1, 24)).toEqual([{ month: '2024-05', stopsCounting: '2026-05' }])
  expect(ageingAfter(23, 24)).toEqual([{ month: '2022-07', stopsCounting: '2024-07' }])
  expect(ageingAfter(6, 6)).toEqual([])
})

test('what is past the look-back is told as past, and is no part of the reasons', () => {
  const facts = factsOf([line('her', [{}, late, ...Array(6).fill({}), late])], context)
  if (facts === null) throw new Error('a thin file')
  expect(pastSentence(facts, 6)).toBe(
    'Late payments in October 2023 do not lower this score any more.',
  )
  expect(stillCounting(facts, 6).late.map(({ month }) => month)).toEqual(['2024-05'])
  expect(pastSentence(facts, 24)).toBeNull()
})

test('a model that lateness cannot harm looks back to none', async () => {
  const features = featureNames.filter((name) => /late|orderly/i.test(name))
  const model = await trainModel(population(2_000), {
    ...{ family: 'forest', labelDefinition: 'made up' },
    positiveOnly: [{ name: 'lateness', features }],
  })
  expect(lookBackOf(model.artefact)).toBe(0)
})

describe.each(['scorecard', 'forest'] as const)('the %s', (family) => {
  let model: LoadedModel
  beforeAll(async () => {
    model = await trainModel(population(2_000), { family, labelDefinition: 'made up' })
  })

  test('scores a late month that has left its look-back as if it had never been', () => {
    const lookBack = lookBackOf(model.artefact)
    const scoreOf = (months: readonly Partial<PaymentMonth>[]) => {
      const vector = featuresOf([line('her', months)], context)
      return model.model.judge(vector?.values ?? []).score
    }
    const quiet = Array.from({ length: lookBack }, () => ({}))
    expect(lookBack).toBeGreaterThan(1)
    expect(scoreOf([...quiet, late])).toBe(scoreOf([...quiet, {}]))
  })
})

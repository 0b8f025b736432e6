import { parseCard } from '@creditmesh/agency-node/scoring/families/scorecardFamily.ts'
import { trainModel } from '@creditmesh/agency-node/scoring/train.ts'
import { canonicalJson } from '@creditmesh/sdk/crypto/canonicalJson.ts'
import { expect, test } from 'vitest'
import { line, population } from './population.ts'

const options = { labelDefinition: 'made up' }

test('two thousand people make a model', async () => {
  const { artefact } = await trainModel(population(2_000), options)
  expect(artefact.metrics.test.auc).toBeGreaterThan(0.7)
  expect(artefact.metrics.test.ece).toBeLessThan(0.06)
  expect(artefact.training.counts.subjects).toBe(2_000)
})

test('the same people in the same order make the same model, to the bit', async () => {
  const first = await trainModel(population(600), options)
  const second = await trainModel(population(600), options)
  expect(second.id).toBe(first.id)
  expect((await trainModel(population(600, 2), options)).id).not.toBe(first.id)
})

test('riskier values never get more points, and every coefficient agrees with its bins', async () => {
  const { artefact } = await trainModel(population(2_000), options)
  for (const { binning, points, trend, coefficient } of parseCard(artefact.params).features) {
    expect(coefficient).toBeLessThan(0)
    const regular = points.slice(0, binning.cuts.length + 1)
    const sorted = regular.toSorted((a, b) => (trend === 'rising' ? b - a : a - b))
    expect(regular).toEqual(sorted)
  }
})

test('undersampling does not move the probabilities, because the prior is corrected', async () => {
  const { artefact } = await trainModel(population(4_000), { ...options, undersampled: true })
  const { metrics, calibration } = artefact
  expect(calibration.goodsKept).toBeLessThan(0.5)
  expect(metrics.train.ece).toBeLessThan(0.05)
})

test('people without a file are counted, not trained on', async () => {
  const thin = Array.from({ length: 5 }, () => ({ records: [], outcome: 0 as const, asOf: 0 }))
  const { artefact } = await trainModel([...thin, ...population(600)], options)
  expect(artefact.training.counts).toMatchObject({ subjects: 600, thinFiles: 5 })
})

test('nothing of a person is in the artefact', async () => {
  const people = [...population(600)]
  const text = canonicalJson((await trainModel(people, options)).artefact)
  for (const { records } of people) {
    for (const { recordId, subjectRef } of records) {
      expect(text).not.toContain(recordId)
      expect(text).not.toContain(subjectRef)
    }
  }
})

test('bins with few people have no weight, so that no counts of them can be read from it', async () => {
  const odd = line('odd', [{ bucket: 'NO_DATA_THIS_MONTH', daysPastDue: null }], {
    creditLimit: null,
  })
  const people = [...population(600), { records: [odd], outcome: 1 as const, asOf: 1719705600 }]
  const { artefact } = await trainModel(people, options)
  for (const { woe, points } of parseCard(artefact.params).features) {
    expect(woe.at(-1)).toBe(0)
    expect(points.at(-1)).toBe(0)
  }
})

test('error: too few of one outcome, or nobody at all, make no model', async () => {
  const goods = [...population(600)].filter(({ outcome }) => outcome === 0)
  await expect(trainModel(goods, options)).rejects.toThrowError('model.training_failed')
  await expect(trainModel([], options)).rejects.toThrowError('model.training_failed')
})

test('error: features that say nothing make no model', async () => {
  const same = [...population(600)].map((person) => ({ ...person, records: [line('same', [{}])] }))
  await expect(trainModel(same, options)).rejects.toThrowError('model.training_failed')
})

test('error: a positive-only family with a feature that does not exist is refused', async () => {
  const positiveOnly = [{ name: 'lateness', features: ['daysLateNever'] }]
  await expect(trainModel(population(600), { ...options, positiveOnly })).rejects.toThrowError(
    'model.training_failed',
  )
})

test('error: training can be called off', async () => {
  const signal = AbortSignal.abort(new Error('called off'))
  await expect(trainModel(population(600), { ...options, signal })).rejects.toThrowError(
    'called off',
  )
})

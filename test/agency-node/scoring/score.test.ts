import { reasonNames } from '@creditmesh/agency-node/analysis/scorecard/reasonCodes.ts'
import type { LoadedModel } from '@creditmesh/agency-node/scoring/loadModel.ts'
import { reasonTexts } from '@creditmesh/agency-node/scoring/reasonTexts.ts'
import { createExplainer } from '@creditmesh/agency-node/scoring/score.ts'
import { trainModel } from '@creditmesh/agency-node/scoring/train.ts'
import { scoreSchema } from '@creditmesh/sdk/wire/response.ts'
import { beforeAll, expect, test } from 'vitest'
import { asOf, line, population } from './population.ts'

let model: LoadedModel
beforeAll(async () => {
  model = await trainModel(population(2_000), { labelDefinition: 'made up' })
})

const createScorer = (loaded: LoadedModel) => {
  const explain = createExplainer(loaded)
  return (...given: Parameters<typeof explain>) => explain(...given).score
}

const troubled = line(
  'troubled',
  Array.from({ length: 8 }, () => ({
    bucket: 'DPD_60_89' as const,
    daysPastDue: 75,
    statementBalance: 9_900_000,
    paymentAmount: 0,
  })),
)
const orderly = line(
  'orderly',
  Array.from({ length: 8 }, () => ({ statementBalance: 100_000, paymentAmount: 100_000 })),
)

test('what travels fits the schema of an answer', () => {
  const score = createScorer(model)([troubled], asOf)
  expect(scoreSchema.parse(score)).toEqual(score)
  expect(score?.modelId).toBe(model.id)
  expect(score?.computedAt).toBe(asOf)
})

test('the score is the base plus the points of every feature, to the point', () => {
  for (const record of [troubled, orderly]) {
    const { score, basePoints, perFeature, lifts } = createExplainer(model)([record], asOf)
    const points = [...perFeature, ...lifts].map((part) => part.points)
    expect(score?.scoreValue).toBe(points.reduce((sum, part) => sum + part, basePoints))
  }
})

test('arrears and full limits cost points, and the reasons say so', () => {
  const score = createScorer(model)
  const bad = score([troubled], asOf)
  const good = score([orderly], asOf)
  expect(bad?.scoreValue).toBeLessThan(good?.scoreValue ?? 0)
  expect(bad?.probabilityOfDefault).toBeGreaterThan(good?.probabilityOfDefault ?? 1)
  const codes = bad?.reasonCodes.map(({ code }) => code) ?? []
  expect(codes.length).toBeLessThanOrEqual(4)
  expect(codes.some((code) => code === 'R05' || code === 'R09')).toBe(true)
})

test('the same records at the same time give the same answer, in any order and on any day', () => {
  const records = [troubled, orderly]
  const first = createScorer(model)(records, asOf)
  expect(createScorer(model)(records.toReversed(), asOf)).toEqual(first)
  const other = createScorer(model)([orderly], asOf)
  expect(other?.inputsRoot).not.toBe(first?.inputsRoot)
})

test('without a file there is no score, and the reason is that none was found', () => {
  expect(createScorer(model)([], asOf)).toBeNull()
  const { score, reasonCodes, perFeature } = createExplainer(model)([], asOf)
  expect(score).toBeNull()
  expect(perFeature).toEqual([])
  expect(reasonCodes).toEqual([
    { code: 'R16', text: 'We found no credit file under the details you gave.' },
  ])
})

test('a file without a usable account is not said to be none', () => {
  const anothers = line('anothers', [{}], { liability: 'AUTHORISED_USER' })
  for (const records of [[line('no-months', [])], [anothers]]) {
    expect(createExplainer(model)(records, asOf)).toMatchObject({
      score: null,
      reasonCodes: [
        {
          code: 'R16',
          text: 'We found your file, but it has no credit account that we can score.',
        },
      ],
    })
  }
})

test('every reason has a sentence in both languages that travels, and none asks anybody to borrow', () => {
  for (const language of ['en', 'zh'] as const) {
    for (const name of reasonNames) {
      expect(reasonTexts[language][name].length).toBeGreaterThan(5)
      expect(reasonTexts[language][name].length).toBeLessThanOrEqual(200)
    }
  }
  expect(model.artefact.reasonTexts).toEqual(reasonTexts)
})

test('a lender reads no month and no amount: it bought a score, not records', () => {
  const months = /January|February|April|June|July|August|September|October|November|December/
  for (const text of Object.values(reasonTexts.en)) {
    expect(text).not.toMatch(months)
    expect(text.replaceAll(/30 days|30 %/g, '')).not.toMatch(/\d/)
  }
})

test('nobody is told of use or lateness that her file does not show', () => {
  const explain = createExplainer(model)
  const months = (month: object) => [
    line(
      'someone',
      Array.from({ length: 8 }, () => month),
    ),
  ]
  const careful = months({ statementBalance: 470_000, paymentAmount: 470_000 })
  const neverOwed = months({
    bucket: 'DPD_1_29',
    daysPastDue: 15,
    statementBalance: 0,
    paymentAmount: 0,
  })
  for (const records of [careful, neverOwed]) {
    const codes = explain(records, asOf).reasonCodes.map(({ code }) => code)
    for (const untrue of ['R05', 'R08', 'R09', 'R10']) expect(codes).not.toContain(untrue)
  }
})

test('reasons can be told in Chinese', () => {
  const reasons = createExplainer(model, 'zh')([troubled], asOf).reasonCodes
  for (const { text } of reasons) expect(text).toMatch(/^[\u4e00-\u9fff、，。]+$/u)
})

test('a positive-only family cannot lower a score and is never a reason', async () => {
  const features = ['daysLateNow', 'daysLateTotal6m', 'monthsLate6m', 'monthsLate24m']
  const kind = await trainModel(population(2_000), {
    labelDefinition: 'made up',
    positiveOnly: [{ name: 'lateness', features }],
  })
  const { lifts, perFeature } = createExplainer(kind)([troubled], asOf)
  const inFamily = perFeature.filter(({ feature }) => features.includes(feature))
  expect(inFamily.length).toBeGreaterThan(0)
  const sum = inFamily.reduce((total, { points }) => total + points, 0)
  expect(sum).toBeLessThan(0)
  expect(lifts).toEqual([{ family: 'lateness', points: -sum }])
})

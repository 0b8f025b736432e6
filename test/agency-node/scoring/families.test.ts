import {
  type ModelFamily,
  modelFamilies,
} from '@creditmesh/agency-node/scoring/families/familyNames.ts'
import { featureNames } from '@creditmesh/agency-node/scoring/featureCatalogue.ts'
import { type LoadedModel, loadModel } from '@creditmesh/agency-node/scoring/loadModel.ts'
import { createExplainer, replayScore } from '@creditmesh/agency-node/scoring/score.ts'
import { trainModel } from '@creditmesh/agency-node/scoring/train.ts'
import { readTrainingTable } from '@creditmesh/agency-node/scoring/trainingTable.ts'
import { canonicalJson } from '@creditmesh/sdk/crypto/canonicalJson.ts'
import { scoreSchema } from '@creditmesh/sdk/wire/response.ts'
import { beforeAll, describe, expect, test } from 'vitest'
import { asOf, line, population } from './population.ts'

const people = [...population(1_500)]
const protectedFeatures = [
  'utilisationNow',
  'utilisationMean3m',
  'utilisationMean6m',
  'utilisationHighest6m',
]

const reasonsOfLateness = ['R05', 'R09']
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

function train(family: ModelFamily, positiveOnly: { name: string; features: string[] }[] = []) {
  return trainModel(people, { family, labelDefinition: 'made up', positiveOnly })
}

describe.each(modelFamilies)('the family %s', (family) => {
  let model: LoadedModel
  beforeAll(async () => {
    model = await train(family)
  })

  test('makes a model that is kept as JSON and read back bit for bit', () => {
    const copy: unknown = JSON.parse(canonicalJson(model.artefact))
    expect(loadModel(copy, model.id).id).toBe(model.id)
    expect(model.artefact.family).toBe(family)
    expect(model.artefact.metrics.test.auc).toBeGreaterThan(0.65)
  })

  test('makes the same model of the same people', async () => {
    expect((await train(family)).id).toBe(model.id)
  })

  test('scores one person as it scores many', async () => {
    const table = await readTrainingTable(people)
    const rows = Uint32Array.from({ length: 40 }, (_, row) => row * 7)
    const many = model.model.scoreRows(table.columns, rows)
    rows.forEach((row, at) => {
      const values = featureNames.map((_, column) => {
        const value = table.columns[column]?.[row] ?? Number.NaN
        return Number.isNaN(value) ? null : value
      })
      expect(model.model.judge(values).score).toBe(many[at])
    })
  })

  test('gives a whole score that fits the answer, at most four reasons, and the same when replayed', () => {
    const { score, inputs } = createExplainer(model)([troubled], asOf)
    expect(scoreSchema.parse(score)).toEqual(score)
    expect(score?.reasonCodes.length).toBeLessThanOrEqual(4)
    expect(score?.reasonCodes.some(({ code }) => reasonsOfLateness.includes(code))).toBe(true)
    if (inputs === null) throw new Error('no inputs')
    expect(canonicalJson(replayScore(model, inputs))).toBe(canonicalJson(score as never))
  })

  test('tells nobody of lateness who never was late', () => {
    const { score } = createExplainer(model)([orderly], asOf)
    const codes = score?.reasonCodes.map(({ code }) => code)
    expect(codes).not.toContain('R05')
    expect(codes).not.toContain('R09')
    const bad = createExplainer(model)([troubled], asOf).score
    expect(score?.scoreValue).toBeGreaterThan(bad?.scoreValue ?? Number.POSITIVE_INFINITY)
  })

  test('never scores lower for a positive-only family, and never names it as a reason', async () => {
    const kind = await train(family, [{ name: 'use', features: protectedFeatures }])
    const blank = (values: readonly (number | null)[]) =>
      values.map((value, at) => (protectedFeatures.includes(featureNames[at] ?? '') ? null : value))
    for (const { records, asOf: at } of people.slice(0, 60)) {
      const { inputs, score } = createExplainer(kind)(records, at)
      if (inputs === null || score === null) throw new Error('no score')
      if (family !== 'scorecard') {
        expect(score.scoreValue).toBeGreaterThanOrEqual(
          kind.model.judge(blank(inputs.values)).score,
        )
      }
      expect(score.reasonCodes.map(({ code }) => code)).not.toContain('R10')
    }
  })

  test('error: parameters that somebody changed are refused', () => {
    const copy = JSON.parse(canonicalJson(model.artefact))
    const strange = { ...copy, params: { nothing: 1 } }
    expect(() => loadModel(strange)).toThrowError('model.invalid')
    copy.scale.baseOdds = 20
    expect(() => loadModel(copy)).toThrowError(/model\.(golden_mismatch|invalid)/)
  })
})

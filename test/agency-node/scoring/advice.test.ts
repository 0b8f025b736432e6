import { type Advice, adviceOf } from '@creditmesh/agency-node/scoring/advice.ts'
import { featureNames } from '@creditmesh/agency-node/scoring/featureCatalogue.ts'
import type { LoadedModel } from '@creditmesh/agency-node/scoring/loadModel.ts'
import { safeSteps } from '@creditmesh/agency-node/scoring/safeSteps.ts'
import { createExplainer } from '@creditmesh/agency-node/scoring/score.ts'
import { trainModel } from '@creditmesh/agency-node/scoring/train.ts'
import type { PaymentMonth } from '@creditmesh/sdk/wire/records/payloads/tradeline.ts'
import { beforeAll, describe, expect, test } from 'vitest'
import { asOf, line, population } from './population.ts'

const people = [...population(1_500)]

const late: Partial<PaymentMonth> = {
  ...{ bucket: 'DPD_30_59', daysPastDue: 45, statementBalance: 6_000_000, paymentAmount: 0 },
}
const orderly = { statementBalance: 4_000_000, paymentAmount: 400_000 }

describe.each(['scorecard', 'boosting'] as const)('the family %s', (family) => {
  let model: LoadedModel
  beforeAll(async () => {
    model = await trainModel(people, { family, labelDefinition: 'made up' })
  })

  const advise = (months: readonly Partial<PaymentMonth>[]): Advice & { own: number } => {
    const { score, inputs } = createExplainer(model)([line('her', months)], asOf)
    if (score === null || inputs === null) throw new Error('no score')
    return { ...adviceOf(model, inputs.values), own: score.scoreValue }
  }

  test('a late payer is told how long to pay on time, and promised no credit', () => {
    const { outcome, target, plans, own } = advise([late, late, orderly, orderly, orderly, orderly])
    expect(outcome).toBe('plans')
    expect(target?.score).toBeGreaterThan(own)
    const [plan] = plans
    expect(plan?.score).toBeGreaterThanOrEqual(target?.score ?? 0)
    expect(plan?.text).toMatch(/takes \d+ months/)
    expect(plan?.text).toContain('This is no promise of credit.')
    for (const { steps } of plans) expect(steps[0]?.text).toContain('Pay what is overdue')
  })

  test('nobody is ever told to borrow, to carry a balance or to have a higher limit', () => {
    for (const { records, asOf: at } of people.slice(0, 150)) {
      const { inputs } = createExplainer(model)(records, at)
      const { outcome, plans, text, target } = adviceOf(model, inputs?.values ?? [])
      for (const plan of plans) expect(plan.score).toBeGreaterThanOrEqual(target?.score ?? 0)
      expect(outcome === 'plans').toBe(plans.length > 0)
      if (outcome === 'nothing_safe') expect(text).toContain('Do not borrow')
      if (outcome === 'out_of_reach') expect(text).toContain(`${target?.score}`)
    }
  })
})

test('the features of one thing move together, and the depth of a file never does', () => {
  const before = featureNames.map((name) => (name.startsWith('utilisation') ? 9_000 : 2))
  const moved = safeSteps(before).map(({ name, months, after }) => {
    const values = after(before)
    const changed = featureNames.filter((_, at) => values[at] !== before[at])
    return { name, months, changed }
  })
  const lateness = moved.find(({ name, months }) => name === 'payOnTime' && months === 24)
  expect(lateness?.changed).toEqual([
    ...featureNames.filter((name) => /late/i.test(name)),
    'monthsUnpaid6m',
  ])
  for (const { name, changed } of moved) {
    if (name === 'useLess') {
      expect(changed).toEqual(featureNames.filter((feature) => feature.startsWith('utilisation')))
    }
    for (const fixed of ['creditLimit', 'linesOpen', 'linesEver', 'monthsIdle6m', 'paymentNow']) {
      expect(changed).not.toContain(fixed)
    }
  }
})

test('no step raises use of the limits, lateness or months unpaid', () => {
  const worse = featureNames.flatMap((name, at) =>
    /^(utilisation|daysLate|monthsLate|monthsUnpaid)/.test(name) ? [at] : [],
  )
  for (const value of [-1, 0, 1, 40, 9_500]) {
    const before = featureNames.map(() => value)
    for (const { after } of safeSteps(before)) {
      for (const at of worse) {
        if (value >= 0) expect(after(before)[at] as number).toBeLessThanOrEqual(value)
      }
    }
  }
})

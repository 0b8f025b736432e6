import { type Advice, adviceFor } from '@creditmesh/agency-node/scoring/explain/advice.ts'
import { lookBackOf } from '@creditmesh/agency-node/scoring/explain/ageing.ts'
import { featureNames } from '@creditmesh/agency-node/scoring/featureCatalogue.ts'
import type { LoadedModel } from '@creditmesh/agency-node/scoring/loadModel.ts'
import { monthNumber } from '@creditmesh/agency-node/scoring/months.ts'
import { trainModel } from '@creditmesh/agency-node/scoring/train.ts'
import type { PaymentMonth } from '@creditmesh/sdk/wire/records/payloads/tradeline.ts'
import type { UcrRecord } from '@creditmesh/sdk/wire/records/record.ts'
import { beforeAll, describe, expect, test } from 'vitest'
import { asOf, line, population } from '../population.ts'
import { understand } from './adviceUnderstood.ts'

const people = [...population(1_500)]
const context = { asOf, currency: 'TWD' }
const labelDefinition = 'made up'

const late: Partial<PaymentMonth> = {
  ...{ bucket: 'DPD_30_59', daysPastDue: 45, statementBalance: 6_000_000, paymentAmount: 0 },
}
const orderly = { statementBalance: 4_000_000, paymentAmount: 400_000 }
const full = { statementBalance: 9_500_000, paymentAmount: 300_000 }
const idle = { statementBalance: 0, paymentAmount: 0 }
const frugal = { statementBalance: 200_000, paymentAmount: 200_000 }
const months = (month: Partial<PaymentMonth>, count = 8) => new Array(count).fill(month)

function told(model: LoadedModel, records: readonly UcrRecord[]): Advice {
  const advice = adviceFor(model, records, context)
  if (advice === null) throw new Error('a thin file')
  return advice
}

const everything = ({ text, plans }: Advice) => [text, ...plans.map((plan) => plan.text)].join('\n')

describe.each(['scorecard', 'boosting'] as const)('the family %s', (family) => {
  let model: LoadedModel
  beforeAll(async () => {
    model = await trainModel(people, { family, labelDefinition })
  })

  test('who is overdue is told to pay that before anything else, and how much where that is known', () => {
    const owing = { ...late, amountPastDue: 123_400 }
    const known = told(model, [line('her', [owing, ...months(orderly)])])
    expect(known.outcome).toBe('plans')
    for (const { text } of known.plans)
      expect(text).toMatch(/^First pay what is overdue \(TWD 1,234\)/)
    const unknown = told(model, [
      line('her', [{ ...late, amountPastDue: null }, ...months(orderly)]),
    ])
    expect(unknown.plans[0]?.text).toContain('(your bank tells you how much)')
    expect(known.ageing).toBeNull()
  })

  test('whose late month is past is told what its end is worth, no more than it is', () => {
    const past = [...months(orderly, 3), late, ...months(orderly, 3)]
    const { ageing, score, text } = told(model, [line('her', past)])
    if (ageing === null) throw new Error('no late month')
    const newest = monthNumber('2024-06')
    expect(ageing).toMatchObject({ lateMonth: '2024-03', isOnlyOne: true })
    expect(monthNumber(ageing.endsInMonth)).toBe(newest + ageing.months)
    expect(ageing.months).toBe(lookBackOf(model.artefact) - 3)
    if (ageing.score !== null) expect(ageing.score).toBeGreaterThan(score)
    if (text.includes('stops counting')) expect(text).toContain(`about ${ageing.score} or more`)
    const two = told(model, [line('her', [orderly, ...past.slice(2), late])])
    expect(two.ageing).toMatchObject({ lateMonth: '2024-04', isOnlyOne: false })
  })

  test('an orderly payer, an unused account and nobody at all hear different things', () => {
    const good = told(model, [line('good', months(frugal))])
    const unused = told(model, [line('unused', months(idle))])
    expect(good.outcome).not.toBe('too_little_history')
    expect(good.text).toContain('You are doing well')
    expect(unused.text).not.toBe(good.text)
    expect(adviceFor(model, [], context)).toBeNull()
  })

  test('whatever is told lifts the score, and nobody is to borrow', () => {
    for (const { records } of people.slice(0, 60)) {
      const advice = told(model, records)
      const { outcome, plans, score } = advice
      if (outcome === 'plans' || outcome === 'partial') expect(plans).not.toEqual([])
      if (outcome === 'none_needed' || outcome === 'out_of_reach') expect(plans).toEqual([])
      for (const plan of plans) {
        expect(plan.score).toBeGreaterThan(score)
        expect(understand(plan.text)).toMatchObject({ months: plan.months, score: plan.score })
      }
      if (outcome === 'out_of_reach') expect(advice.text).toMatch(/Do not borrow|doing well/)
      expect(everything(advice)).not.toMatch(
        /open a|apply|higher limit|NaN|null|undefined|Infinity/,
      )
    }
  })

  test('of several accounts no amount is named that is one account’s', () => {
    const cards = ['one', 'two'].map((name) => line(name, months(full)))
    const { plans } = told(model, cards)
    const less = plans.find(({ name }) => name === 'useLess')
    if (less !== undefined) expect(less.text).toMatch(/\d+ % of the limit of each account or less/)
    expect(plans.length).toBeGreaterThan(0)
  })
})

test('the same records give the same advice, whatever their order', async () => {
  const model = await trainModel(people, { labelDefinition })
  const cards = [line('one', months(full)), line('two', [late, ...months(orderly)])]
  expect(told(model, [...cards].reverse())).toEqual(told(model, cards))
})

test('no promise counts on what only may help: then only time on time is left', async () => {
  const helping = featureNames.filter((name) => !/late/i.test(name))
  const positiveOnly = [{ name: 'help', features: helping }]
  const model = await trainModel(people, { labelDefinition, positiveOnly })
  expect(told(model, [line('full', months(full))]).plans).toEqual([])
  const { plans } = told(model, [line('her', months(late))])
  expect(plans[0]?.name).toBe('onTime')
})

test('who has long been overdue is not told to use a card that is blocked', async () => {
  const model = await trainModel(people, { labelDefinition })
  const blocked = { ...late, bucket: 'DPD_90_119', daysPastDue: 100 } as const
  const { plans } = told(model, [line('her', [blocked, ...months(orderly)])])
  for (const { text } of plans) expect(text).not.toContain('Go on using')
})

import {
  type Proportion,
  proportion,
} from '@creditmesh/agency-node/analysis/judgement/proportion.ts'
import { describe, expect, test } from 'vitest'
import { goodsGapOf } from '../../../../scripts/evaluate/synthetic/ageFigures.ts'
import { goodsWords } from '../../../../scripts/evaluate/synthetic/fairnessTable.ts'

const group = (name: string, accepted: number) => ({
  group: name,
  tpr: proportion(accepted, 1000) as Proportion, // of a thousand
})
const model = { model: 'F', classifier: 'lr' } as const

describe('refusals of good payers', () => {
  const apart = goodsGapOf([
    group('young', 850),
    group('middle', 880),
    undefined,
    group('old', 900),
  ])
  const alike = goodsGapOf([group('young', 881), group('old', 880)])

  test('are compared between the most and the least refused', () => {
    expect(apart?.most).toEqual({ group: 'young', share: expect.closeTo(0.15) })
    expect(apart?.least).toEqual({ group: 'old', share: expect.closeTo(0.1) })
    expect(apart?.value).toBeCloseTo(0.05)
  })

  test('are told where they differ by more than chance, and only there', () => {
    const words = goodsWords([
      { ...model, goodsGap: apart },
      { ...model, model: 'B', goodsGap: alike },
    ])
    expect(words).toContain(
      'F, regression turns away 15.0 % of those young and 10.0 % of those old',
    )
    expect(words).not.toContain('B, regression')
    expect(goodsWords([{ ...model, goodsGap: alike }])).toContain('By no model here')
  })

  test('of one group alone are compared with nothing', () => {
    expect(goodsGapOf([group('young', 850), { group: 'old', tpr: null }])).toBeNull()
  })
})

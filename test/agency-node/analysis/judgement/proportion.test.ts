import {
  differenceOf,
  type Proportion,
  proportion,
  ratioOf,
} from '@creditmesh/agency-node/analysis/judgement/proportion.ts'
import { expect, test } from 'vitest'

const of = (count: number, all: number) => proportion(count, all) as Proportion

test('gives the intervals of the paper of Newcombe (1998) on single shares', () => {
  const { low, high } = of(81, 263)
  expect(low).toBeCloseTo(0.2553, 4)
  expect(high).toBeCloseTo(0.3662, 4)
  expect(of(0, 20)).toMatchObject({ low: 0 })
  expect(of(0, 20).high).toBeCloseTo(0.1611, 4)
  expect(of(29, 29)).toMatchObject({ high: 1 })
})

test('gives the intervals of the paper of Newcombe (1998) on differences', () => {
  const { value, low, high } = differenceOf(of(56, 70), of(48, 80))
  expect(value).toBeCloseTo(0.2, 12)
  expect(low).toBeCloseTo(0.0524, 4)
  expect(high).toBeCloseTo(0.3339, 4)
})

test('a ratio lies in its interval, which shrinks with the people', () => {
  const few = ratioOf(of(6, 10), of(8, 10))
  const many = ratioOf(of(600, 1000), of(800, 1000))
  expect(many?.value).toBeCloseTo(0.75, 12)
  expect(many?.low).toBeGreaterThan(few?.low ?? 1)
  expect(many?.high).toBeLessThan(few?.high ?? 0)
  expect(many?.high).toBeLessThan(0.8)
})

test('shares of nobody and ratios to nothing are null', () => {
  expect(proportion(0, 0)).toBeNull()
  expect(ratioOf(of(1, 2), of(0, 2))).toBeNull()
  expect(ratioOf(of(0, 9), of(4, 9))).toMatchObject({ value: 0, low: 0 })
})

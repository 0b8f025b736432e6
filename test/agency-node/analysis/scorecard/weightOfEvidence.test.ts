import { weightOfEvidence } from '@creditmesh/agency-node/analysis/scorecard/weightOfEvidence.ts'
import { expect, test } from 'vitest'

test('the weight of a bin is the logarithm of its share of goods over its share of bads', () => {
  const { woe, iv } = weightOfEvidence([
    { good: 30, bad: 10 },
    { good: 10, bad: 30 },
  ])
  expect(woe[0]).toBeCloseTo(Math.log(3), 12)
  expect(woe[1]).toBeCloseTo(-Math.log(3), 12)
  expect(iv).toBeCloseTo(Math.log(3), 12)
})

test('half a person is added to both counts of a bin without goods or bads, and to no other', () => {
  const { woe } = weightOfEvidence([
    { good: 10, bad: 0 },
    { good: 10, bad: 20 },
  ])
  expect(woe[0]).toBeCloseTo(Math.log(10.5 / 20 / (0.5 / 20)), 12)
  expect(woe[1]).toBeCloseTo(Math.log(0.5), 12)
})

test('a bin without anybody gets half a person of each kind too', () => {
  const { woe } = weightOfEvidence([
    { good: 15, bad: 5 },
    { good: 0, bad: 0 },
  ])
  expect(woe[1]).toBeCloseTo(Math.log(5 / 15), 12)
})

test('error: without bads there is no evidence', () => {
  expect(() => weightOfEvidence([{ good: 5, bad: 0 }])).toThrowError('analysis.invalid_input')
})

test('error: a count that is not a whole number is refused', () => {
  expect(() => weightOfEvidence([{ good: 0.5, bad: 1 }])).toThrowError('analysis.invalid_input')
  expect(() => weightOfEvidence([{ good: -1, bad: 1 }])).toThrowError('analysis.invalid_input')
})

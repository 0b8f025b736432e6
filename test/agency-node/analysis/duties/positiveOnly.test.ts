import {
  lowerRisk,
  neutralPointsOf,
  positiveOnlyReport,
} from '@creditmesh/agency-node/analysis/duties/positiveOnly.ts'
import { expect, test } from 'vitest'

const y = [0, 0, 1, 1]
const base = [10, 10, 10, 10]

test('tells what a family costs: its segments that harm become neutral', () => {
  const calls = { name: 'calls', points: [[6, 0, -8, -2]], neutralPoints: [1] }
  const report = positiveOnlyReport(y, base, [calls])
  // Free, the goods stand above both bads. Lifted, one good ties with both bads: 3 of 4 pairs.
  expect(report).toMatchObject({ aucUnlifted: 1, aucLifted: 0.75, aucWithout: 0.5 })
  expect(report.families).toEqual([
    { name: 'calls', lifted: 0.75, meanLift: (1 + 9 + 3) / 4, aucCost: 0.25 },
  ])
})

test('the rule is on the sum of a family: what counts for a person may not be undone by its sister', () => {
  const links = {
    name: 'links',
    points: [
      [5, 5, 5, 5],
      [-4, -4, -9, -9],
    ],
    neutralPoints: [0, 0],
  }
  expect(positiveOnlyReport(y, base, [links]).families[0]).toMatchObject({
    lifted: 0.5,
    meanLift: (4 + 4) / 4,
  })
})

test('of two models the lower risk holds', () => {
  expect([...lowerRisk([0.1, 0.6], [0.2, 0.3])]).toEqual([0.1, 0.3])
})

test('neutral is what the average person gets', () => {
  expect(
    neutralPointsOf(
      [20, -10],
      [
        { good: 30, bad: 0 },
        { good: 5, bad: 5 },
      ],
    ),
  ).toBe(13)
})

test('error: a family that is not of these people, neutral points that lack a feature', () => {
  const of = (points: number[][], neutralPoints: number[]) => () =>
    positiveOnlyReport(y, base, [{ name: 'calls', points, neutralPoints }])
  expect(of([[1, 2]], [0])).toThrowError('analysis.invalid_input')
  expect(of([[1, 2, 3, 4]], [])).toThrowError('Family calls')
  expect(() => lowerRisk([1], [])).toThrowError('analysis.invalid_input')
  expect(() => neutralPointsOf([1], [{ good: 0, bad: 0 }])).toThrowError('no people')
})

import { fairness } from '@creditmesh/agency-node/analysis/judgement/fairness.ts'
import { groupCalibration } from '@creditmesh/agency-node/analysis/judgement/groupCalibration.ts'
import { expect, test } from 'vitest'

/** Ten of each group; of A eight are accepted, of B six. */
const group = Array.from({ length: 20 }, (_, row) => (row < 10 ? 'A' : 'B'))
const score = group.map((name, row) => (row % 10 < (name === 'A' ? 8 : 6) ? 0.2 : 0.9))
const y = group.map((_, row) => (row % 10 >= 7 ? 1 : 0))

test('counts each group at the cut-off and sets it against the one accepted most', () => {
  const { groups, ...differences } = fairness(y, score, group, { cutoff: 0.5 })
  const [a, b] = groups
  expect(a).toMatchObject({ group: 'A', n: 10, isFourFifths: true })
  expect(a?.selectionRate.value).toBe(0.8)
  expect(a?.fpr?.value).toBeCloseTo(1 / 3, 12)
  expect(b?.tpr?.value).toBeCloseTo(6 / 7, 12)
  expect(b?.impact?.value).toBeCloseTo(0.75, 12)
  expect(b?.isFourFifths).toBe(false)
  expect(differences.demographicParityDifference).toBeCloseTo(0.2, 12)
  expect(differences.disparateImpactRatio).toBeCloseTo(0.75, 12)
  expect(differences.equalOpportunityDifference).toBeCloseTo(1 / 7, 12)
  expect(differences.equalizedOddsDifference).toBeCloseTo(1 / 3, 12)
})

test('ten people a group prove nothing: the intervals hold equality', () => {
  const [, b] = fairness(y, score, group, { cutoff: 0.5 }).groups
  expect(b?.gap.low).toBeLessThan(0)
  expect(b?.gap.high).toBeGreaterThan(0)
  expect(b?.impact?.high).toBeGreaterThan(1)
})

test('the four fifths are reached at exactly four fifths', () => {
  const scores = group.map((name, row) => (row % 10 < (name === 'A' ? 10 : 8) ? 0 : 1))
  const [, b] = fairness(y, scores, group, { cutoff: 0.5 }).groups
  expect(b?.isFourFifths).toBe(true)
})

test('a group without goods has no tpr, and where nobody is accepted there is no ratio', () => {
  const { groups, ...rest } = fairness([1, 0], [1, 1], ['A', 'B'], { cutoff: 0.5 })
  expect(groups.map(({ tpr }) => tpr?.value ?? null)).toEqual([null, 0])
  expect(groups.map(({ isFourFifths }) => isFourFifths)).toEqual([null, null])
  expect(rest).toEqual({
    demographicParityDifference: 0,
    disparateImpactRatio: null,
    equalOpportunityDifference: null,
    equalizedOddsDifference: null,
  })
})

test('a group that is alone differs from nobody', () => {
  const { groups, ...rest } = fairness([1, 0], [0, 1], ['A', 'A'], { cutoff: 0.5 })
  expect(groups).toHaveLength(1)
  expect(rest).toEqual({
    demographicParityDifference: 0,
    disparateImpactRatio: 1,
    equalOpportunityDifference: 0,
    equalizedOddsDifference: 0,
  })
})

test('groups may be as many as people', () => {
  const rows = Array.from({ length: 150_000 }, (_, row) => row)
  const labels = rows.map((row) => row % 2)
  const rest = fairness(labels, rows, rows.map(String), { cutoff: 1 })
  expect(rest.demographicParityDifference).toBe(1)
  expect(rest.equalOpportunityDifference).toBe(1)
})

test('calibration by group finds the group that is judged too harshly', () => {
  const p = group.map(() => 0.3)
  const outcomes = group.map((name, row) => (name === 'A' && row % 10 < 3 ? 1 : 0))
  const [a, b] = groupCalibration(outcomes, p, group)
  expect(a).toMatchObject({ group: 'A', n: 10, bads: 3 })
  expect(a?.z).toBeCloseTo(0, 12)
  expect(b?.z).toBeCloseTo(-3 / Math.sqrt(10 * 0.3 * 0.7), 12)
  expect(b?.p).toBeLessThan(0.05)
})

test('error: no rows, no cut-off, other lengths', () => {
  expect(() => fairness([], [], [], { cutoff: 1 })).toThrowError('analysis.invalid_input')
  expect(() => fairness([0], [1], ['A', 'B'], { cutoff: 1 })).toThrowError('group')
  expect(() => fairness([0], [1], ['A'], { cutoff: Number.NaN })).toThrowError('cut-off')
  expect(() => groupCalibration([0], [1.5], ['A'])).toThrowError('analysis.invalid_input')
})

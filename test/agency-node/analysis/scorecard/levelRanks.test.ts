import { rankLevels } from '@creditmesh/agency-node/analysis/scorecard/levelRanks.ts'
import { expect, test } from 'vitest'

/** `people[code] = [goods, bads]`. */
function listed(people: readonly (readonly [number, number])[]) {
  const rows = people.flatMap(([goods, bads], code) => [
    ...Array.from({ length: goods }, () => [code, 0] as const),
    ...Array.from({ length: bads }, () => [code, 1] as const),
  ])
  return { codes: Int32Array.from(rows, ([code]) => code), y: rows.map(([, label]) => label) }
}

test('categories stand in the order of their risk, those without rows nowhere', () => {
  const { codes, y } = listed([
    [50, 50],
    [0, 0],
    [90, 10],
    [70, 30],
  ])
  expect(rankLevels(codes, y, 4)).toEqual([2, null, 0, 1])
})

test('one bad alone does not make a category the riskiest, and equal ones stand by code', () => {
  const { codes, y } = listed([
    [0, 1],
    [40, 60],
    [90, 10],
    [90, 10],
  ])
  expect(rankLevels(codes, y, 4)).toEqual([2, 3, 0, 1])
})

test('missing categories count nowhere', () => {
  expect(rankLevels(Int32Array.of(-1, 0, -1), [1, 0, 1], 1)).toEqual([0])
  expect(rankLevels(Int32Array.of(-1, -1), [1, 0], 1)).toEqual([null])
})

test('error: unequal lengths are refused', () => {
  expect(() => rankLevels(Int32Array.of(0), [0, 1], 1)).toThrowError('analysis.invalid_input')
})

import { requireEnoughRows } from '@creditmesh/agency-node/analysis/joint/enoughRows.ts'
import { designMatrix } from '@creditmesh/agency-node/analysis/linear/designMatrix.ts'
import { expect, test } from 'vitest'

const least = { minRows: 20, minPerClass: 5 }
const people = (rows: number, bads: number, rare: number) => ({
  x: designMatrix(Array.from({ length: rows }, (_, at) => [at, at < rare ? 1 : 0, 7])),
  y: Array.from({ length: rows }, (_, at) => (at < bads ? 1 : 0)),
})

test('enough of each class, a constant column and one whose rarer values are enough pass', () => {
  expect(() => requireEnoughRows(people(20, 5, 5), least)).not.toThrow()
  expect(() => requireEnoughRows(people(20, 15, 0), least)).not.toThrow()
})

test.each([
  ['too few rows', people(19, 5, 5)],
  ['too few bads', people(20, 4, 5)],
  ['too few goods', people(20, 16, 5)],
  ['a column that singles out a few', people(20, 5, 4)],
])('error: %s', (_, party) => {
  expect(() => requireEnoughRows(party, least)).toThrow('joint.too_few_rows')
})

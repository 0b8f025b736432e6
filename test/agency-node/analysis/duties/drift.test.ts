import { countColumn, countScores, drift } from '@creditmesh/agency-node/analysis/duties/drift.ts'
import { expect, test } from 'vitest'

test('tells index, band, chance and the bin that moved most', () => {
  const [first] = drift([{ name: 'score', expected: [500, 500], actual: [300, 700] }])
  expect(first).toMatchObject({ name: 'score', band: 'watch', worstBin: 0 })
  expect(first?.psi).toBeCloseTo(-0.2 * Math.log(0.6) + 0.2 * Math.log(1.4), 12)
  expect(first?.p).toBeLessThan(1e-10)
})

test('the same shift of ten people may be chance, and says so', () => {
  const [first] = drift([{ name: 'score', expected: [500, 500], actual: [3, 7] }])
  expect(first?.band).toBe('watch')
  expect(first?.p).toBeGreaterThan(0.1)
})

test('one bin cannot move, nor one that was always empty', () => {
  expect(drift([{ name: 'constant', expected: [9, 0], actual: [5, 0] }])[0]).toMatchObject({
    psi: 0,
    p: 1,
  })
})

test('counts columns as the card bins them, and scores by the cuts of the artefact', () => {
  const binning = { cuts: [1], specials: [-9] }
  expect([...countColumn(binning, Float64Array.of(0, 1, 2, -9, Number.NaN))]).toEqual([2, 1, 1, 1])
  expect([...countScores([600, 640], [600, 601, 640, 700])]).toEqual([1, 2, 1])
})

test('error: other bins, and cuts that do not ascend', () => {
  expect(() => drift([{ name: 'x', expected: [1], actual: [1, 1] }])).toThrowError(
    'analysis.invalid_input',
  )
  expect(() => countScores([640, 600], [1])).toThrowError('analysis.invalid_input')
})

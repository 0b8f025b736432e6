import { nextBand } from '@creditmesh/agency-node/analysis/duties/nextBand.ts'
import { expect, test } from 'vitest'

const bands = [
  { name: 'A', leastScore: 700 },
  { name: 'B', leastScore: 640 },
  { name: 'C', leastScore: null },
]

test('is the nearest band above, whatever the order they stand in', () => {
  expect(nextBand(bands, 500)).toEqual({ name: 'B', leastScore: 640 })
  expect(nextBand([...bands].reverse(), 640)).toEqual({ name: 'A', leastScore: 700 })
  expect(nextBand(bands, 700)).toBeNull()
})

test('error: no score', () => {
  expect(() => nextBand(bands, Number.NaN)).toThrowError('analysis.invalid_input')
})

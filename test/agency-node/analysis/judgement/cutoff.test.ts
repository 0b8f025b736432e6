import { rejectFraction } from '@creditmesh/agency-node/analysis/judgement/cutoff.ts'
import { expect, test } from 'vitest'

test('the highest scores are rejected, of equal ones the lower rows', () => {
  const { rejected, cutoff, isRejected } = rejectFraction([1, 3, 2, 2, 2], 0.6)
  expect({ rejected, cutoff }).toEqual({ rejected: 3, cutoff: 2 })
  expect([...isRejected]).toEqual([0, 1, 1, 1, 0])
})

test('a half of a person is rejected, also where its sum misses the last digit', () => {
  expect(rejectFraction([1, 2, 3], 0.5).rejected).toBe(2)
  expect(rejectFraction(new Array(8).fill(1), 0.43749999999999994).rejected).toBe(4)
})

test('nobody and everybody', () => {
  expect(rejectFraction([1, 2], 0)).toMatchObject({ rejected: 0, cutoff: null })
  expect(rejectFraction([1, 2], 1)).toMatchObject({ rejected: 2, cutoff: 1 })
  expect(rejectFraction([], 0.4)).toMatchObject({ rejected: 0, cutoff: null })
})

test('error: no share, and scores that are none', () => {
  expect(() => rejectFraction([1], 1.1)).toThrowError('analysis.invalid_input')
  expect(() => rejectFraction([1], Number.NaN)).toThrowError('analysis.invalid_input')
  expect(() => rejectFraction([Number.NaN], 0.5)).toThrowError('analysis.invalid_input')
})

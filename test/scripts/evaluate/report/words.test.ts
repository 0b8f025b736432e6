import { describe, expect, test } from 'vitest'
import {
  percent,
  signedThree,
  signedWhole,
  three,
  whole,
} from '../../../../scripts/evaluate/report/words.ts'

describe('numbers as they are read', () => {
  test('have a true minus sign and no leading zero', () => {
    expect(three(-0.0134)).toBe('−.013')
    expect(whole(-18_823.4)).toBe('−18,823')
    expect(whole(-0.2)).toBe('0')
    expect(percent(-0.12)).toBe('−12 %')
  })

  test('differences carry their sign, and none where they round to nothing', () => {
    expect(signedThree(0.0049)).toBe('+.005')
    expect(signedThree(-0.0021)).toBe('−.002')
    expect(signedThree(-0.0001)).toBe('±.000')
    expect(signedWhole(3482)).toBe('+3,482')
    expect(signedWhole(-324)).toBe('−324')
  })
})

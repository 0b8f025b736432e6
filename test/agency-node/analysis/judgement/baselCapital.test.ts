import { baselCapital } from '@creditmesh/agency-node/analysis/judgement/baselCapital.ts'
import { expect, test } from 'vitest'

/** Illustrative risk weights of retail exposures, in per cent (Basel II, Annex 5): PD, LGD, R, weight. */
const illustrative: readonly (readonly [number, number, number, number])[] = [
  [0.0003, 0.45, 0.04, 0.98],
  [0.0003, 0.85, 0.04, 1.85],
  [0.01, 0.45, 0.04, 17.22],
  [0.01, 0.85, 0.04, 32.53],
  [0.0003, 0.45, 0.15, 4.15],
  [0.01, 0.45, 0.15, 56.4],
]

test('gives the illustrative risk weights of the accord', () => {
  for (const [pd, lgd, correlation, weight] of illustrative) {
    const { riskWeight } = baselCapital({ pd, lgd, correlation })
    expect(riskWeight * 100).toBeCloseTo(weight, 2)
  }
})

test('what is certain needs no capital, nor what does not move with the others', () => {
  for (const pd of [0, 1]) {
    expect(baselCapital({ pd, lgd: 0.5, correlation: 0.15 })).toEqual({ capital: 0, riskWeight: 0 })
  }
  expect(baselCapital({ pd: 0.02, lgd: 0.5, correlation: 0 }).capital).toBeCloseTo(0, 14)
})

test('error: shares outside 0 to 1', () => {
  const sound = { pd: 0.01, lgd: 0.5, correlation: 0.04 }
  for (const wrong of [{ pd: -0.1 }, { pd: Number.NaN }, { lgd: 1.1 }, { correlation: 1 }]) {
    expect(() => baselCapital({ ...sound, ...wrong })).toThrowError('analysis.invalid_input')
  }
})

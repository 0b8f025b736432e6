import { capitalUse } from '@creditmesh/agency-node/analysis/duties/capitalUse.ts'
import { baselCapital } from '@creditmesh/agency-node/analysis/judgement/baselCapital.ts'
import { expect, test } from 'vitest'

test('adds up capital and loss by loan', () => {
  const use = capitalUse({ pd: [0.01, 0.05], lgd: [0.5, 0.8], ead: [1000, 3000] }, 0.04)
  const first = baselCapital({ pd: 0.01, lgd: 0.5, correlation: 0.04 }).capital * 1000
  expect(use.byLoan[0]).toBeCloseTo(first, 12)
  expect(use.expectedLoss).toBeCloseTo(5 + 120, 12)
  expect(use.capital).toBeCloseTo((use.byLoan[0] as number) + (use.byLoan[1] as number), 12)
  expect(use.riskWeightedAssets).toBeCloseTo(12.5 * use.capital, 12)
  expect(use.effectiveLoans).toBeCloseTo(1 / (0.25 ** 2 + 0.75 ** 2), 12)
})

test('nothing lent binds nothing', () => {
  expect(capitalUse({ pd: [], lgd: [], ead: [] }, 0.04)).toMatchObject({
    capital: 0,
    effectiveLoans: 0,
  })
})

test('error: columns of several lengths, exposures that are none', () => {
  expect(() => capitalUse({ pd: [0.1], lgd: [], ead: [1] }, 0.04)).toThrowError('length')
  expect(() => capitalUse({ pd: [0.1], lgd: [1], ead: [-1] }, 0.04)).toThrowError('loan 0')
})

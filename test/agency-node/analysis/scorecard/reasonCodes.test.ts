import {
  type FeatureLoss,
  rankReasons,
} from '@creditmesh/agency-node/analysis/scorecard/reasonCodes.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'

test('reasons stand by the points lost, at most four', () => {
  const losses: FeatureLoss[] = [
    { code: 'R05', lost: 3 },
    { code: 'R07', lost: 30 },
    { code: 'R09', lost: 12 },
    { code: 'R10', lost: 5 },
    { code: 'R12', lost: 1 },
  ]
  expect(rankReasons(losses)).toEqual(['R07', 'R09', 'R10', 'R05'])
})

test('several small losses of one kind do not outrank a great one', () => {
  const small: FeatureLoss[] = Array.from({ length: 9 }, () => ({ code: 'R07', lost: 4 }))
  expect(rankReasons([...small, { code: 'R09', lost: 5 }])).toEqual(['R09', 'R07'])
})

test('a feature that lost nothing is no reason', () => {
  expect(rankReasons([{ code: 'R05', lost: 0 }])).toEqual([])
})

test('the order of the features does not matter', () => {
  const loss = fc.record({
    code: fc.constantFrom('R05', 'R07', 'R08', 'R09', 'R10', 'R12'),
    lost: fc.integer({ min: 0, max: 3 }),
  })
  fc.assert(
    fc.property(fc.array(loss), (losses) => {
      expect(rankReasons([...losses].reverse())).toEqual(rankReasons(losses))
    }),
  )
})

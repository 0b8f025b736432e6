import {
  codeOfReason,
  type FeatureLoss,
  leastLoss,
  mostReasons,
  rankReasons,
  reasonCodes,
  reasonNames,
} from '@creditmesh/agency-node/analysis/scorecard/reasonCodes.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'

test('reasons stand by the points lost, at most four', () => {
  const losses: FeatureLoss[] = [
    { name: 'R05', lost: 4 },
    { name: 'R07', lost: 30 },
    { name: 'R09', lost: 12 },
    { name: 'R10', lost: 5 },
    { name: 'R12', lost: 3 },
  ]
  expect(rankReasons(losses)).toEqual(['R07', 'R09', 'R10', 'R05'])
})

test('several small losses of one kind do not outrank a great one', () => {
  const small: FeatureLoss[] = Array.from({ length: 9 }, () => ({ name: 'R07', lost: 4 }))
  expect(rankReasons([...small, { name: 'R09', lost: 5 }])).toEqual(['R09', 'R07'])
})

test('a loss of next to nothing is no reason', () => {
  expect(rankReasons([{ name: 'R05', lost: 0 }])).toEqual([])
  expect(rankReasons([{ name: 'R05', lost: leastLoss - 1 }])).toEqual([])
  expect(rankReasons([{ name: 'R05', lost: leastLoss }])).toEqual(['R05'])
})

test('of one code the costliest thing is told, and no other', () => {
  const losses: FeatureLoss[] = [
    { name: 'R07', lost: 5 },
    { name: 'R07.payment', lost: 9 },
    { name: 'R07.creditLimit', lost: 7 },
    { name: 'R10', lost: 6 },
  ]
  expect(rankReasons(losses)).toEqual(['R07.payment', 'R10'])
})

test('every name begins with its code', () => {
  for (const name of reasonNames) expect(reasonCodes).toContain(codeOfReason(name))
})

test('the order of the features does not matter, and no code is told twice', () => {
  const loss = fc.record({
    name: fc.constantFrom(...reasonNames),
    lost: fc.integer({ min: 0, max: 8 }),
  })
  fc.assert(
    fc.property(fc.array(loss), (losses) => {
      const ranked = rankReasons(losses)
      expect(rankReasons([...losses].reverse())).toEqual(ranked)
      expect(new Set(ranked.map(codeOfReason)).size).toBe(ranked.length)
      expect(ranked.length).toBeLessThanOrEqual(mostReasons)
    }),
  )
})

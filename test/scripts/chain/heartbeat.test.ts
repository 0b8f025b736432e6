import { expect, test } from 'vitest'
import { nextBeatSec } from '../../../scripts/chain/heartbeat.ts'

test('a busy chain beats every second', () => {
  expect(nextBeatSec({ blockSec: 1_000, transactionSec: 999 })).toBe(1_001)
})

test('a chain without a transaction for ten minutes beats twice a minute', () => {
  expect(nextBeatSec({ blockSec: 1_599, transactionSec: 1_000 })).toBe(1_600)
  expect(nextBeatSec({ blockSec: 1_600, transactionSec: 1_000 })).toBe(1_630)
})

test('the pace can be set', () => {
  const options = { everySec: 2, slowAfterSec: 10, slowEverySec: 60 }
  expect(nextBeatSec({ blockSec: 100, transactionSec: 95 }, options)).toBe(102)
  expect(nextBeatSec({ blockSec: 100, transactionSec: 90 }, options)).toBe(160)
})

import { expect, test } from 'vitest'
import { percentOf, readCoverage } from '../../scripts/contracts.ts'

const lcov = `TN:
SF:contracts/Ledger.sol
DA:1,3
DA:2,0
DA:3,1
end_of_record
TN:
SF:test/contracts/Ledger.t.sol
DA:1,9
end_of_record
`

test('coverage counts the lines of contracts, not those of their tests', () => {
  expect(readCoverage(lcov)).toEqual([{ file: 'contracts/Ledger.sol', lines: 3, covered: 2 }])
  expect(percentOf(readCoverage(lcov))).toBeCloseTo(66.67, 1)
})

test('error: a report without contracts is no coverage', () => {
  expect(percentOf(readCoverage(''))).toBe(0)
})

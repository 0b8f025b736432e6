import { describe, expect, test } from 'vitest'
import { cutoffTable } from '../../../../scripts/evaluate/synthetic/cutoffTable.ts'
import { loanTerms } from '../../../../scripts/evaluate/synthetic/loanTerms.ts'
import { comesOut } from '../../../../scripts/evaluate/synthetic/profitTable.ts'

const terms = loanTerms({
  testLabels: Uint8Array.from([1, 0, 0, 0]),
  testLoans: {
    amount: Float64Array.from([200_000, 100_000, 100_000, 100_000]),
    exposureAtDefault: Float64Array.from([50_000, 0, 0, 0]),
  },
})

describe('what is at stake', () => {
  test('averages and the risk from which turning away pays are those of the people judged', () => {
    expect(terms).toMatchObject({ people: 4, bads: 1, meanLimit: 125_000, meanBalance: 50_000 })
    expect(terms.acceptingAll).toBeCloseTo(3 * 5_000 - 40_000)
    expect(terms.breakEven).toBeCloseTo(5_000 / 45_000) // income of a good payer, loss by a defaulter
  })

  test('error: without defaulters there is no such risk', () => {
    const { amount, exposureAtDefault } = { amount: [1], exposureAtDefault: [0] }
    const testLoans = {
      amount: Float64Array.from(amount),
      exposureAtDefault: Float64Array.from(exposureAtDefault),
    }
    expect(() => loanTerms({ testLabels: Uint8Array.from([0]), testLoans })).toThrow(RangeError)
  })

  test('the table tells them, and each row by its first cell', () => {
    const cutoff = {
      ...({
        model: 'F',
        classifier: 'forest',
        accepted: 0.85,
        rejected: 1,
        badsRejected: 1,
      } as const),
      ...{ more: 40_000, interval: { value: 40_000, low: 10_000, high: 50_000 } },
    }
    const { rows, note } = cutoffTable({ cutoffs: [cutoff], changes: [] }, terms)
    expect(rows[1]?.[0]).toBe('F, forest, 85 %')
    expect(note).toContain('80 % of the balance owed then, 500 on average')
    expect(note).toContain('from a risk of 11.1 % on')
  })
})

test('the paper’s profit is told to come out lower only where it does', () => {
  const earned = { rejected: 1, badsRejected: 1, more: 10 }
  const profit = (more: number) => ({
    ...{ emp: 0, fraction: 0, empNoSkill: 0, rejected: 0, cutoff: null },
    ...{ profit: 100 + more, profitAcceptAll: 100 },
  })
  const rows = [
    { earned, profit: profit(5) },
    { earned, profit: profit(-5) },
  ]
  expect(comesOut(rows)).toContain('In all 2 rows it comes out below')
  expect(comesOut([...rows, { earned, profit: profit(20) }])).toContain('In 2 of 3 rows')
})

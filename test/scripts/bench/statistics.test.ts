import { describe, expect, test } from 'vitest'
import { median, percentile } from '../../../scripts/bench/median.ts'
import { race } from '../../../scripts/bench/race.ts'
import { formatTable } from '../../../scripts/bench/table.ts'

describe('ranks', () => {
  test('the median is a value that was measured', () => {
    expect(median([9, 1, 5])).toBe(5)
    expect(median([9, 1, 5, 7])).toBe(5)
  })

  test('a percentile is the least value that so many do not exceed', () => {
    const values = Array.from({ length: 200 }, (_, i) => 200 - i)
    expect(percentile(values, 99)).toBe(198)
    expect(percentile(values, 100)).toBe(200)
    expect(percentile([3], 99)).toBe(3)
  })

  test('error: nothing has no median', () => {
    expect(() => median([])).toThrow(RangeError)
  })
})

test('contenders take turns, and each has its rate', () => {
  const turns: string[] = []
  const note = (name: string) => () => {
    if (turns.at(-1) !== name) turns.push(name)
  }
  const effort = { runs: 2, millisecondsPerRun: 2 }
  const rates = race({ first: note('first'), second: note('second') }, effort)
  expect(turns).toEqual(['first', 'second', 'first', 'second', 'first', 'second'])
  expect(rates.first).toBeGreaterThan(0)
  expect(rates.second).toBeGreaterThan(0)
})

test('a table aligns words to the left and numbers to the right', () => {
  const table = {
    title: 'Rates',
    columns: ['what', 'a second'],
    rows: [
      ['box', 12_345],
      ['x', 1.5],
    ],
  }
  expect(formatTable(table)).toBe(
    ['Rates', 'what  a second', '--------------', 'box     12,345', 'x         1.50'].join('\n'),
  )
})

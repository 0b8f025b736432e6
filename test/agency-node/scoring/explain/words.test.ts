import {
  moneyRange,
  moneyWords,
  shareRange,
} from '@creditmesh/agency-node/scoring/explain/moneyWords.ts'
import { dayWords, monthsWords } from '@creditmesh/agency-node/scoring/explain/monthWords.ts'
import { expect, test } from 'vitest'

test('months are told in runs, in the order of time, across years too', () => {
  expect(monthsWords(['2005-07'])).toBe('July 2005')
  expect(monthsWords(['2005-08', '2005-07'])).toBe('July and August 2005')
  expect(monthsWords(['2005-01', '2004-12', '2004-11'])).toBe('November 2004 to January 2005')
  expect(monthsWords(['2005-01', '2005-02', '2005-06', '2005-04'])).toBe(
    'January to February 2005, April 2005 and June 2005',
  )
})

test('a day is told in universal time', () => {
  expect(dayWords(Date.UTC(2026, 10, 22, 23, 59) / 1000)).toBe('22 November 2026')
})

test('money is told in units of its currency, without empty decimals', () => {
  expect(moneyWords(147_300, 'TWD')).toBe('TWD 1,473')
  expect(moneyWords(1_250, 'EUR')).toBe('EUR 12.50')
  expect(moneyWords(1_250, 'JPY')).toBe('JPY 1,250')
  expect(moneyRange([500, 500], 'TWD')).toBe('TWD 5')
  expect(moneyRange([900, 500], 'TWD')).toBe('between TWD 5 and TWD 9')
})

test('a share that is not nothing is never rounded to nothing', () => {
  expect(shareRange([0])).toBe('0 %')
  expect(shareRange([1, 9_512])).toBe('less than 1 % to 95 %')
})

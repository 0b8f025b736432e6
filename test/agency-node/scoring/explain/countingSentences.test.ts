import { countingSentences } from '@creditmesh/agency-node/scoring/explain/countingSentences.ts'
import { expect, test } from 'vitest'

const april = { month: '2005-04', stopsCounting: '2007-04' }
const may = { month: '2005-05', stopsCounting: '2007-05' }

test('of one late month it is told when it stops counting, of several how long and one example', () => {
  const stops = 'April 2005 stops counting once your file has a record for April 2007.'
  expect(countingSentences([april])).toEqual([stops])
  expect(countingSentences([april, may])).toEqual([
    `Each late month counts for two years. For example, ${stops}`,
  ])
  expect(countingSentences([])).toEqual([])
})

test('a shorter look-back is told in months', () => {
  const six = [april, may].map(({ month }) => ({ month, stopsCounting: '2005-10' }))
  expect(countingSentences(six)[0]).toMatch(/^Each late month counts for 6 months\./)
})

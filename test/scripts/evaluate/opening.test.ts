import { describe, expect, test } from 'vitest'
import { studyPage } from '../../../scripts/evaluate/opening.ts'
import { renderPage } from '../../../scripts/evaluate/report/page.ts'

const edition = { madeOn: '2026-11-22', version: '1', seed: 1, isQuick: false }
const section = { title: 'Part', words: [], tables: [], figures: [] }

describe('the head of the page', () => {
  test('answers in the order of the questions, each with what all parts say to it', () => {
    const { answers } = studyPage(
      [
        { section, figures: {}, answers: { families: 'Third.', calls: 'First.' } },
        { section, figures: {}, answers: { families: 'And more.' } },
      ],
      edition,
    )
    expect(answers).toEqual(['First.', 'Third. And more.'])
  })

  test('without the parts that answer it only asks', () => {
    const page = renderPage(studyPage([{ section, figures: {} }], edition))
    expect(page).toContain('Can telephone calls stand in for a credit history?')
    expect(page).not.toContain('<section class="answers"')
  })

  test('terms of the parts follow those of all', () => {
    const own = { name: 'own term', meaning: 'what it means' }
    const { terms } = studyPage([{ section, figures: {}, terms: [own] }], edition)
    expect(terms.at(-1)).toBe(own)
    for (const word of ['exposure', 'PageRank', 'spreading activation', 'Brier']) {
      expect(terms.map(({ name }) => name)).toContain(word)
    }
  })
})

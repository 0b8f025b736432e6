import { describe, expect, test } from 'vitest'
import { studyPage } from '../../../scripts/evaluate/opening.ts'
import { renderPage } from '../../../scripts/evaluate/report/page.ts'

const edition = { madeOn: '2026-11-22', version: '1', seed: 1, isQuick: false }
const answer = (claim: string) => ({ claim, figures: `Of: ${claim}` })
const section = { title: 'Part', words: [], tables: [], figures: [] }

describe('the head of the page', () => {
  test('answers in the order of the questions, each with what all parts say to it', () => {
    const { answers } = studyPage(
      [
        { section, figures: {}, answers: { families: answer('Third.'), calls: answer('First.') } },
        { section, figures: {}, answers: { families: answer('And more.') } },
      ],
      edition,
    )
    expect(answers).toEqual([
      { claim: 'First.', figures: 'Of: First.' },
      { claim: 'Third. And more.', figures: 'Of: Third. Of: And more.' },
    ])
  })

  test('caveats stand before the answers, and their figures after them', () => {
    const part = {
      section,
      figures: {},
      caveat: 'All invented.',
      answers: { calls: answer('Yes.') },
    }
    const page = renderPage(studyPage([part], edition))
    const places = ['All invented.', 'Yes.', '</section>', 'Of: Yes.'].map((words) =>
      page.indexOf(words),
    )
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(places[0]).toBeGreaterThan(page.indexOf('<section class="answers"'))
  })

  test('without the parts that answer it only asks', () => {
    const page = renderPage(studyPage([{ section, figures: {} }], edition))
    expect(page).toContain('Can calls stand in for what a bank knows')
    expect(page).not.toContain('<section class="answers"')
  })

  test('terms of the parts follow those of all', () => {
    const own = { name: 'own term', meaning: 'what it means' }
    const { terms } = studyPage([{ section, figures: {}, terms: [own] }], edition)
    expect(terms.at(-1)).toBe(own)
    const names = terms.map(({ name }) => name).join(', ')
    const words = ['exposure', 'PageRank', 'spreading activation', 'Brier', 'bank data', 'split']
    for (const word of [...words, 'fold', 'seed', 'log-odds', 'ROC curve', 'p, ']) {
      expect(names).toContain(word)
    }
  })
})

import { type DataTable, renderTable } from './dataTable.ts'
import { element, type Markup, text } from './markup.ts'
import { style } from './style.ts'

export interface Figure {
  readonly title: string
  readonly picture: Markup
  /** What to see in it, in a sentence that a credit officer reads. */
  readonly caption: string
}

export interface Section {
  readonly title: string
  /** Plain words, a paragraph each. */
  readonly words: readonly string[]
  readonly tables: readonly DataTable[]
  readonly figures: readonly Figure[]
}

/** A word and what it means, in a sentence. */
export interface Term {
  readonly name: string
  readonly meaning: string
}

/** A claim that is read at the head of the page, and the figures that bear it out. */
export interface Answer {
  readonly claim: string
  readonly figures: string
}

export interface Page {
  readonly title: string
  /** The question of the page, and its answer in as few lines as there are. */
  readonly question: string
  /** What nobody may miss who reads the answers: it stands before them. */
  readonly caveats: readonly string[]
  readonly answers: readonly Answer[]
  /** How to read the figures of the answers. */
  readonly reading: string
  readonly words: readonly string[]
  readonly sections: readonly Section[]
  readonly terms: readonly Term[]
}

const closing = 'Terms and methods'

/** The whole report in one file: nothing is loaded from elsewhere. */
export function renderPage(page: Page): string {
  const { title, question, answers, words, sections, terms } = page
  const html = element(
    'html',
    { lang: 'en' },
    element(
      'head',
      {},
      '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">' as Markup,
      element('title', {}, text(title)),
      element('style', {}, style as Markup),
    ),
    element(
      'body',
      {},
      element('h1', {}, text(title)),
      answers.length === 0 ? paragraph(question) : renderAnswers(page),
      words.map(paragraph),
      renderContents(sections),
      sections.map(renderSection),
      renderTerms(terms),
    ),
  )
  return `<!doctype html>\n${html}\n`
}

/** Claims with their caveats fit on the first screen of a telephone; their figures follow. */
function renderAnswers({ question, caveats, answers, reading }: Page): Markup[] {
  const items = (key: keyof Answer) => answers.map((each) => element('li', {}, text(each[key])))
  return [
    element(
      'section',
      { class: 'answers' },
      element('h2', {}, text(question)),
      caveats.map(paragraph),
      element('ol', {}, items('claim')),
    ),
    element(
      'section',
      { class: 'evidence' },
      paragraph(reading),
      element('ol', {}, items('figures')),
    ),
  ]
}

function renderContents(sections: readonly Section[]): Markup {
  const entry = (title: string, id: string) =>
    element('li', {}, element('a', { href: `#${id}` }, text(title)))
  return element(
    'nav',
    { 'aria-label': 'Contents' },
    element(
      'ol',
      {},
      sections.map((section, at) => entry(section.title, `part-${at + 1}`)),
      entry(closing, 'terms'),
    ),
  )
}

function renderSection({ title, words, tables, figures }: Section, at: number): Markup {
  return element(
    'section',
    { id: `part-${at + 1}` },
    element('h2', {}, text(title)),
    words.map(paragraph),
    tables.map(renderTable),
    figures.length === 0 ? [] : element('div', { class: 'figures' }, figures.map(renderFigure)),
  )
}

function renderFigure({ title, picture, caption }: Figure): Markup {
  return element(
    'figure',
    {},
    element('h3', {}, text(title)),
    picture,
    element('figcaption', {}, text(caption)),
  )
}

function renderTerms(terms: readonly Term[]): Markup {
  return element(
    'section',
    { id: 'terms' },
    element('h2', {}, text(closing)),
    element(
      'dl',
      {},
      terms.map(({ name, meaning }) => [
        element('dt', {}, text(name)),
        element('dd', {}, text(meaning)),
      ]),
    ),
  )
}

function paragraph(words: string): Markup {
  return element('p', {}, text(words))
}

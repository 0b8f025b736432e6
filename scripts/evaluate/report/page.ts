import { element, type Markup, text } from './markup.ts'
import { whole } from './words.ts'

export interface Figure {
  readonly title: string
  readonly picture: Markup
  /** What to see in it, in a sentence that a credit officer reads. */
  readonly caption: string
}

export interface DataTable {
  readonly title: string
  readonly columns: readonly string[]
  /** Numbers are right-aligned as they stand; null is not defined and shows as a dash. */
  readonly rows: readonly (readonly (string | number | null)[])[]
  readonly note?: string
  /** Shown only when it is opened: for who wants every figure. */
  readonly isFolded?: true
}

export interface Section {
  readonly title: string
  /** Plain words, a paragraph each. */
  readonly words: readonly string[]
  readonly tables: readonly DataTable[]
  readonly figures: readonly Figure[]
}

const style = `
:root { color-scheme: light; --ink: #1c2430; --soft: #5a6675; --line: #d6dce4; --main: #1f5fa8 }
body { font: 16px/1.55 system-ui, sans-serif; color: var(--ink); max-width: 62rem; margin: 2rem auto; padding: 0 1.25rem }
h1 { line-height: 1.2 } h2 { margin-top: 3rem; border-top: 2px solid var(--line); padding-top: 1rem }
p { max-width: 46rem } nav li { margin: .2rem 0 } h3 { margin: 0 0 .4rem; font-size: 1rem } .small { color: var(--soft); font-size: .9rem }
table { border-collapse: collapse; margin: 1rem 0; font-variant-numeric: tabular-nums }
caption { text-align: left; font-weight: 600; padding-bottom: .4rem }
th, td { padding: .25rem .8rem .25rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top }
td.number, th.number { text-align: right; white-space: nowrap } .note, figcaption { color: var(--soft); font-size: .9rem }
.scroll { overflow-x: auto } .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(22rem, 30rem)); gap: 1.5rem }
figure { margin: 0 } svg { width: 100%; height: auto; font: 11px system-ui, sans-serif; fill: var(--ink) }
.grid { stroke: var(--line); stroke-width: .6 } .reference { stroke: var(--soft); stroke-dasharray: 4 4 }
.curve { stroke-width: 1.8 } .bar { fill: var(--main) } .goods { fill: #9dbfe0 } .bads { fill: none; stroke: #b3341f; stroke-width: 1.4 }
.c0 { stroke: #1f5fa8 } .c1 { stroke: #b3341f } .c2 { stroke: #2c7d4f } .c3 { stroke: #8a4fb0 }
.c4 { stroke: #b07a12 } .c5 { stroke: #157f86 } .c6 { stroke: #5a6675 } .c7 { stroke: #111 }
.key text { stroke: none } .model { fill: #e8f0f9; stroke: var(--main); stroke-width: 1.4 }
.arrow line { stroke: var(--soft) } .arrow polygon { fill: var(--soft) }
.tie { stroke: var(--line); stroke-width: .8 } .subject { fill: var(--main) } .delinquent { fill: #111 }
.customer { fill: #fff; stroke: #111 } .stranger { fill: #aab4c0 }
@media (max-width: 40rem) { svg { font-size: 15px } th, td { padding-right: .5rem; font-size: .9rem } .figures { grid-template-columns: 1fr } }
@media print { nav { display: none } .scroll { overflow: visible } table { font-size: 9pt } thead { display: table-header-group } figure, .scroll { break-inside: avoid } .figures { grid-template-columns: 1fr 1fr } body { max-width: none } }
`

/** The whole report in one file: nothing is loaded from elsewhere. */
export function renderPage(
  title: string,
  words: readonly string[],
  sections: readonly Section[],
): string {
  const contents = sections.map((section, at) =>
    element('li', {}, element('a', { href: `#part-${at + 1}` }, text(section.title))),
  )
  const page = element(
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
      words.map(paragraph),
      element('nav', {}, element('ol', {}, contents)),
      sections.map(renderSection),
    ),
  )
  return `<!doctype html>\n${page}\n`
}

function renderSection({ title, words, tables, figures }: Section, at: number): Markup {
  return element(
    'section',
    { id: `part-${at + 1}` },
    element('h2', {}, text(title)),
    words.map(paragraph),
    tables.map(renderTable),
    element('div', { class: 'figures' }, figures.map(renderFigure)),
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

function renderTable({ title, columns, rows, note, isFolded }: DataTable): Markup {
  const isNumber = columns.map((_, at) => rows.every((row) => typeof row[at] !== 'string'))
  const kind = (at: number) => (isNumber[at] === true ? { class: 'number' } : {})
  const table = element(
    'table',
    {},
    element('caption', {}, text(title)),
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        columns.map((name, at) => element('th', kind(at), text(name))),
      ),
    ),
    element(
      'tbody',
      {},
      rows.map((row) =>
        element(
          'tr',
          {},
          row.map((cell, at) => element('td', kind(at), text(cellText(cell)))),
        ),
      ),
    ),
  )
  const words = note === undefined ? [] : [element('p', { class: 'note' }, text(note))]
  const shown = element('div', { class: 'scroll' }, table, words)
  return isFolded === true
    ? element('details', {}, element('summary', {}, text(title)), shown)
    : shown
}

function cellText(cell: string | number | null): string {
  if (cell === null) return '–'
  return typeof cell === 'number' ? formatNumber(cell) : cell
}

/** Three significant digits, whole numbers with thousands apart. */
function formatNumber(value: number): string {
  return Number.isInteger(value) || Math.abs(value) >= 1000 ? whole(value) : significant(value)
}

function significant(value: number): string {
  return Number(value.toPrecision(3))
    .toString()
    .replace(/^(-?)0\./, '$1.')
}

function paragraph(words: string): Markup {
  return element('p', {}, text(words))
}

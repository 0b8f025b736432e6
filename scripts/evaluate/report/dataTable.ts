import { element, type Markup, text } from './markup.ts'
import { whole } from './words.ts'

export interface DataTable {
  readonly title: string
  readonly columns: readonly string[]
  /** Columns of numbers are right-aligned; null is not defined and shows as a dash. The first cell names the row. */
  readonly rows: readonly (readonly (string | number | null)[])[]
  readonly note?: string
  /** Shown only when it is opened: for who wants every figure. */
  readonly isFolded?: true
}

type Cell = DataTable['rows'][number][number]

/** From so many columns on a telephone shows a part of the table, and is told so. */
const wide = 5

export function renderTable({ title, columns, rows, note, isFolded }: DataTable): Markup {
  const isNumber = columns.map((_, at) => isNumeric(rows.map((row) => row[at] ?? null)))
  const kind = (at: number) => (isNumber[at] === true ? { class: 'number' } : {})
  const head = columns.map((name, at) => element('th', { scope: 'col', ...kind(at) }, text(name)))
  const body = rows.map((row) =>
    element(
      'tr',
      {},
      row.map((cell, at) =>
        at === 0
          ? element('th', { scope: 'row', class: nameStyle(cellText(cell)) }, text(cellText(cell)))
          : element('td', kind(at), text(cellText(cell))),
      ),
    ),
  )
  const table = element(
    'table',
    {},
    element('caption', {}, element('span', {}, text(title))),
    element('thead', {}, element('tr', {}, head)),
    element('tbody', {}, body),
  )
  const shown = element(
    'div',
    { class: columns.length >= wide ? 'table wide' : 'table' },
    element(
      'p',
      { class: 'cue', 'aria-hidden': 'true' },
      text('Wider than the screen: swipe the table sideways →'),
    ),
    // Whoever has no pointer scrolls what has the focus.
    element('div', { class: 'scroll', role: 'region', tabindex: 0, 'aria-label': title }, table),
    note === undefined ? [] : element('p', { class: 'note' }, text(note)),
  )
  return isFolded === true
    ? element('details', {}, element('summary', {}, text(title)), shown)
    : shown
}

/** Names up to this stay on one line: “F, regression, 95 %”. */
const shortName = 20

/** A long name keeps room to be read where the table is wider than the screen. */
function nameStyle(name: string): string {
  return name.length > shortName ? 'name long' : 'name'
}

/** Numbers, shares, intervals and dashes: whatever begins with a digit, a sign or a point, in every row. */
function isNumeric(cells: readonly Cell[]): boolean {
  const written = cells.filter((cell) => cell !== null && cell !== '–')
  return written.every(
    (cell) => typeof cell === 'number' || /^[<±+−.]? ?[.\d][\d,.]*( |$)/.test(cell ?? ''),
  )
}

function cellText(cell: Cell): string {
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
    .replace(/^-/, '−')
}

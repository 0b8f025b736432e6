import type { LineProblem } from '../../records/problem.ts'

/** What of an import's report is told in words. */
export interface ImportResult {
  readonly subjects: number
  /** Of those: people who were here already. */
  readonly known: number
  readonly records: number
  readonly rejected: number
  readonly skipped: number
  readonly erased: number
  readonly warnings: Readonly<Record<string, number>>
  readonly perSecond: number
  readonly problems: readonly LineProblem[]
}

/** The counts: people once each, however many lines the file had about them. */
export function importText(agency: string, result: ImportResult): string {
  const { subjects, known, records, rejected, skipped, erased, perSecond } = result
  const notes = Object.values(result.warnings).reduce((sum, count) => sum + count, 0)
  const parts = [
    `${subjects - known} new people${known > 0 ? ` and ${known} who were here already` : ''}`,
    `${records} records (${notes} warnings on them)`,
    `${rejected} lines rejected`,
    ...(erased > 0 ? [`${erased} of people who were erased here`] : []),
    `${skipped} left to others`,
  ]
  return `Agency ${agency}: ${parts.join(', ')}; ${perSecond} people/s.`
}

const shown = 20

/** The first refused lines: where, what is wrong, what to do. Empty if there is none. */
export function problemsText({ problems, rejected }: ImportResult): string {
  const lines = problems
    .slice(0, shown)
    .map(({ line, message, action }) => `line ${line}: ${message.replace(/\.$/, '')}. ${action}`)
  const more = rejected - lines.length
  // The report holds the first hundred.
  return [...lines, ...(more > 0 ? [`... ${more} more; --json lists the first 100`] : [])].join(
    '\n',
  )
}

/** Whether nothing of the file could be used: then the command failed. A bad line among good ones stops nothing. */
export function isUseless({ subjects, skipped, erased, rejected }: ImportResult): boolean {
  return rejected > 0 && subjects + skipped + erased === 0
}

/** Of a file that was wholly refused: as what it was read, and the other format where its first line looks like that. */
export function formatHint(format: 'uci' | 'ucr', firstLine: string): string {
  const [read, other, isOther] =
    format === 'ucr'
      ? (['UCR JSON Lines', 'uci', /\bLIMIT_BAL\b/.test(firstLine)] as const)
      : (['the UCI credit-card file', 'ucr', /^\uFEFF?\s*\{/.test(firstLine)] as const)
  const hint = isOther ? ` Is it --format ${other}?` : ''
  return `Nothing could be used: it was read as ${read}.${hint}`
}

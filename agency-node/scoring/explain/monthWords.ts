import { monthNumber } from '../months.ts'

const names = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const

/** `2005-07` (or a date in it) as people say it: "July 2005". */
export function monthWords(month: string): string {
  return `${names[monthNumber(month) % 12]} ${month.slice(0, 4)}`
}

/** "March to June 2005, August 2005 and November 2005"; in the order of time, whatever order they are given in. */
export function monthsWords(months: readonly string[]): string {
  const runs = runsOf(months)
  return listWords(runs.map((run) => runWords(run, runs.length === 1 ? 'and' : 'to')))
}

/** "a, b and c". */
export function listWords(items: readonly string[]): string {
  if (items.length < 2) return items.join('')
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}

/** Whole seconds as a day: "22 November 2026", in universal time. */
export function dayWords(seconds: number): string {
  const date = new Date(seconds * 1000)
  return `${date.getUTCDate()} ${names[date.getUTCMonth()]} ${date.getUTCFullYear()}`
}

interface Run {
  readonly from: string
  readonly to: string
}

/** Months without a gap between them, oldest first. */
function runsOf(months: readonly string[]): Run[] {
  const runs: Run[] = []
  for (const month of [...new Set(months)].sort()) {
    const last = runs.at(-1)
    if (last !== undefined && monthNumber(month) === monthNumber(last.to) + 1) {
      runs[runs.length - 1] = { from: last.from, to: month }
    } else {
      runs.push({ from: month, to: month })
    }
  }
  return runs
}

/** `twoBy`: what joins two months, "and" where no other "and" follows. */
function runWords({ from, to }: Run, twoBy: 'and' | 'to' = 'and'): string {
  if (from === to) return monthWords(from)
  const isOneYear = from.slice(0, 4) === to.slice(0, 4)
  const start = isOneYear ? names[monthNumber(from) % 12] : monthWords(from)
  const word = monthNumber(to) === monthNumber(from) + 1 ? twoBy : 'to'
  return `${start} ${word} ${monthWords(to)}`
}

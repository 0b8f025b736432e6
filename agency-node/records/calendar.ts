// Dates are `YYYY-MM-DD`, months `YYYY-MM`, both in UTC; as text they compare in the order of time.

const dayMs = 86_400_000

export function dayOfSeconds(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10)
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)
}

/** The same day `months` later, or the last of that month where it has no such day. */
export function addMonths(date: string, months: number): string {
  const target = monthOfNumber(numberOfMonth(date.slice(0, 7)) + months)
  const sameDay = `${target}-${date.slice(8, 10)}`
  const last = lastDayOf(target)
  return sameDay < last ? sameDay : last
}

export function addYears(date: string, years: number): string {
  return addMonths(date, 12 * years)
}

export function lastDayOf(month: string): string {
  const next = monthOfNumber(numberOfMonth(month) + 1)
  return addDays(`${next}-01`, -1)
}

function numberOfMonth(month: string): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1
}

function monthOfNumber(n: number): string {
  const year = String(Math.floor(n / 12)).padStart(4, '0')
  return `${year}-${String((n % 12) + 1).padStart(2, '0')}`
}

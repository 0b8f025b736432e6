export const secondsADay = 86_400
/** Years in which a call can have begun; all their seconds fit 32 bits. */
const firstYear = 1970
const lastYear = 2099

export const lastSecond = daysBefore(lastYear + 1, 1) * secondsADay - 1

/** Days since 1970-01-01 of the Gregorian calendar, -1 where there is no such day. */
export function dayNumber(year: number, month: number, day: number): number {
  if (year < firstYear || year > lastYear || month < 1 || month > 12 || day < 1) return -1
  if (day > daysIn(year, month)) return -1
  return daysBefore(year, month) + day - 1
}

function daysIn(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}

/** Days from 1970-01-01 to the first of a month. */
function daysBefore(year: number, month: number): number {
  const y = year - 1
  const leapDays = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400)
  let days = y * 365 + leapDays - 719_162
  for (let each = 1; each < month; each++) days += daysIn(year, each)
  return days
}

/** yyyy-mm-dd of a day number. */
export function dayName(day: number): string {
  return new Date(day * secondsADay * 1000).toISOString().slice(0, 10)
}

/** The number of a day yyyy-mm-dd, -1 where there is no such day. */
export function dayNamed(name: string): number {
  const [, year = 0, month = 0, day = 0] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(name)?.map(Number) ?? []
  return dayNumber(year, month, day)
}

import { MeshError } from '@creditmesh/sdk/errors.ts'
import { dayNumber } from '../reading/calendar.ts'

/** Whole days of the local calendar. */
export interface DayWindow {
  readonly firstDay: number
  readonly days: number
}

export const defaultMonths = 3

/**
 * The time frame of people whose card was granted in this month (yyyy-mm): the three whole months before it (the paper, section 4.2), or as
 * many as given. Throws `usage.invalid`.
 */
export function frameBefore(month: string, months = defaultMonths): DayWindow {
  const [, year = 0, number = 0] = /^(\d{4})-(\d{2})$/.exec(month)?.map(Number) ?? []
  const end = dayNumber(year, number, 1)
  const begin = year * 12 + number - 1 - months
  const firstDay = dayNumber(Math.floor(begin / 12), (begin % 12) + 1, 1)
  if (end < 0 || firstDay < 0 || !(Number.isInteger(months) && months >= 1)) {
    throw new MeshError('usage.invalid', {
      detail: 'a time frame is a month yyyy-mm and a number of months before it',
    })
  }
  return { firstDay, days: end - firstDay }
}

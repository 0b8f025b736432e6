import type { PaymentMonth } from '@creditmesh/sdk/wire/records/payloads/tradeline.ts'
import { daysPastDue } from '../lateness.ts'

/** Days past due that a month may mean: one number where the source counts days, else the thirty days of its month or bucket. */
export interface DaysRange {
  readonly least: number
  /** Infinity from 180 on. */
  readonly most: number
}

/** Null where the month tells no days, or where nothing was owed. 0 to 0: on time. */
export function daysRangeOf(entry: PaymentMonth): DaysRange | null {
  const { statementBalance, daysPastDue: stated, daysPastDueEstimated: isEstimated } = entry
  const days = daysPastDue(entry)
  if (days === null || (statementBalance !== undefined && statementBalance <= 0)) return null
  if (stated !== null && isEstimated !== true) return { least: stated, most: stated }
  return thirtyDaysAround(days)
}

/** Where the source gave months or a bucket, the days that its middle stands for. */
export function thirtyDaysAround(days: number): DaysRange {
  if (days <= 0) return { least: 0, most: 0 }
  if (days < 30) return { least: 1, most: 29 }
  if (days >= 180) return { least: 180, most: Number.POSITIVE_INFINITY }
  const least = Math.floor(days / 30) * 30
  return { least, most: least + 29 }
}

/** "30 to 59 days late"; of days that were reckoned from months, "about one to two months late". */
export function rangeWords({ least, most }: DaysRange, isEstimated: boolean): string {
  if (most === 0) return 'on time'
  if (least === most) return `${least} ${least === 1 ? 'day' : 'days'} late`
  if (!isEstimated) {
    return least >= 180 ? '180 or more days late' : `${least} to ${most} days late`
  }
  if (least < 30) return 'up to about one month late'
  if (least >= 180) return 'at least about six months late'
  const months = least / 30
  return `about ${numbers[months - 1]} to ${numbers[months]} months late`
}

const numbers = ['one', 'two', 'three', 'four', 'five', 'six']

import { invalid } from '../labels.ts'
import { thursday, weekdays } from './callingBehaviour.ts'
import { temporalDiversity } from './temporalDiversity.ts'

/** Debit-card purchases as columns of one length. */
export interface Purchases {
  /** Days since 1970-01-01 of the local calendar. */
  readonly days: Int32Array
  /** Money spent, in one currency. */
  readonly amounts: Float64Array
}

/** The month before the card was granted, or any other whole days. */
export interface DayWindow {
  readonly firstDay: number
  /** At least a week, so that each weekday occurs. */
  readonly days: number
}

/** As reported with the application; null where it was not. */
export interface Person {
  readonly age: number | null
  readonly maritalStatus: string | null
  readonly residence: string | null
}

export type SociodemographicFeatures = Readonly<Record<string, number | string | null>>

/**
 * The 35 sociodemographic features. The paper (sections 4.1, 4.2 and Table 3) names age, marital status and residence, and of the
 * debit account sums, means a day, and diversity and loyalty over weekdays, by number and by value; it does not list all 35. Our
 * decomposition: 3 of the person, and 2 measures (number, value) x 16: 10 sums (total, weekday, weekend, each day of the week),
 * 3 means over the days of the calendar (all, weekdays, weekends), diversity over non-empty and over all bins, and loyalty.
 * Purchases outside the window do not count, nor amounts of 0 or below (refunds, reversals). Null where a ratio has no meaning.
 * Throws `analysis.invalid_input`.
 */
export function sociodemographic(
  purchases: Purchases,
  window: DayWindow,
  { age, maritalStatus, residence }: Person,
): SociodemographicFeatures {
  if (age !== null && !(age >= 0 && age < 150)) throw invalid('The age is not that of a person.')
  const { number, value } = weekdaySums(purchases, window)
  const calendar = daysOfWindow(window)
  return {
    ...{ age, maritalStatus, residence },
    ...spendingFeatures('number', number, calendar),
    ...spendingFeatures('value', value, calendar),
  }
}

function weekdaySums({ days, amounts }: Purchases, { firstDay, days: length }: DayWindow) {
  if (days.length !== amounts.length)
    throw invalid('The columns of the purchases differ in length.')
  const number = new Float64Array(7)
  const value = new Float64Array(7)
  for (let row = 0; row < days.length; row++) {
    const amount = amounts[row] as number
    const day = days[row] as number
    if (!Number.isFinite(amount)) throw invalid(`The amount of purchase ${row} is not finite.`)
    if (amount <= 0 || day < firstDay || day >= firstDay + length) continue
    const weekday = weekdayOf(day)
    number[weekday] = (number[weekday] as number) + 1
    value[weekday] = (value[weekday] as number) + amount
  }
  return { number, value }
}

interface Calendar {
  readonly all: number
  readonly weekday: number
  readonly weekend: number
}

function daysOfWindow({ firstDay, days }: DayWindow): Calendar {
  if (!(Number.isInteger(firstDay) && Number.isInteger(days) && days >= 7 && days <= 3660)) {
    throw invalid('The window is whole days, at least seven.')
  }
  const weekday = Array.from({ length: days }, (_, i) => weekdayOf(firstDay + i)).filter(
    (day) => day < 5,
  ).length
  return { all: days, weekday, weekend: days - weekday }
}

function spendingFeatures(measure: string, bins: Float64Array, calendar: Calendar) {
  const sum = (from: number, to: number) =>
    bins.subarray(from, to).reduce((total, each) => total + each, 0)
  const total = sum(0, 7)
  const weekday = sum(0, 5)
  const weekend = sum(5, 7)
  const { diversityNonEmpty, diversityAll, loyalty3 } = temporalDiversity(bins)
  const features: Record<string, number | null> = {
    ...{ total, weekday, weekend },
    ...Object.fromEntries(weekdays.map((name, i) => [name, bins[i] as number])),
    mean_day: total / calendar.all,
    mean_weekday: weekday / calendar.weekday,
    mean_weekend: weekend / calendar.weekend,
    diversity_nonempty: diversityNonEmpty,
    diversity_all: diversityAll,
    loyalty3,
  }
  return Object.fromEntries(
    Object.entries(features).map(([name, feature]) => [`${measure}_${name}`, feature]),
  )
}

function weekdayOf(day: number): number {
  return (((day + thursday) % 7) + 7) % 7
}

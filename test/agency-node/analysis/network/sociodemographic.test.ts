import { sociodemographic } from '@creditmesh/agency-node/analysis/network/sociodemographic.ts'
import { describe, expect, test } from 'vitest'

// 2015-06-01 was a Monday; the month has 22 weekdays and 8 days of weekends.
const firstDay = Date.UTC(2015, 5, 1) / 86_400_000
const june = { firstDay, days: 30 }
const person = { age: 34, maritalStatus: 'single', residence: '7550000' }

function purchases(...given: [day: number, amount: number][]) {
  return {
    days: Int32Array.from(given, ([day]) => firstDay + day),
    amounts: Float64Array.from(given, ([, amount]) => amount),
  }
}

describe('sociodemographic features', () => {
  test('are 35', () => {
    expect(Object.keys(sociodemographic(purchases(), june, person))).toHaveLength(35)
  })

  test('are sums, means over the calendar, diversity and loyalty, by number and value', () => {
    const bought = purchases([0, 10], [7, 30], [5, 20], [1, 40], [2, 0.5])
    expect(sociodemographic(bought, june, person)).toMatchObject({
      ...{ age: 34, number_total: 5, number_monday: 2, number_weekend: 1, number_saturday: 1 },
      ...{ value_total: 100.5, value_monday: 40, value_weekday: 80.5, value_mean_day: 3.35 },
      ...{ value_mean_weekend: 2.5, number_mean_weekday: 4 / 22, number_loyalty3: 0.8 },
    })
  })

  test('do not count refunds or what lies outside the window', () => {
    const bought = purchases([-1, 10], [30, 10], [4, -5], [4, 0])
    expect(sociodemographic(bought, june, person)).toMatchObject({
      ...{ number_total: 0, value_total: 0, value_mean_day: 0 },
      ...{ number_diversity_all: null, value_loyalty3: null, number_diversity_nonempty: null },
    })
  })

  test('error: an amount that is no number, a window below a week, an impossible age', () => {
    const refused = expect.objectContaining({ code: 'analysis.invalid_input' })
    const nothing = purchases()
    expect(() => sociodemographic(purchases([0, Number.NaN]), june, person)).toThrow(refused)
    expect(() => sociodemographic(nothing, { firstDay, days: 6 }, person)).toThrow(refused)
    expect(() => sociodemographic(nothing, june, { ...person, age: -1 })).toThrow(refused)
  })
})

import { readFileSync } from 'node:fs'
import { generateClients } from '@creditmesh/agency-node/records/generate/clients.ts'
import { csvLine } from '@creditmesh/agency-node/records/generate/csv.ts'
import { fitModel } from '@creditmesh/agency-node/records/generate/fit/fitModel.ts'
import { uciModel } from '@creditmesh/agency-node/records/generate/uciModel.ts'
import { type UciRow, uciReader } from '@creditmesh/agency-node/records/uciRow.ts'
import { beforeAll, describe, expect, test } from 'vitest'
import { sharedFile } from '../../../support/sharedData.ts'
import {
  auc,
  correlation,
  type Measure,
  quantile,
  ranks,
  share,
  transitions,
} from './statistics.ts'

const file = sharedFile('data/taiwan/UCI_Credit_Card.csv')

describe.skipIf(file === null)('30,000 synthetic clients beside the 30,000 real ones', () => {
  let real: UciRow[] = []
  let synthetic: UciRow[] = []

  beforeAll(() => {
    const [header = '', ...lines] = readFileSync(file ?? '', 'utf8')
      .trim()
      .split('\n')
    real = lines.map(uciReader(header))
    synthetic = [...generateClients({ seed: 'beside the real ones', count: real.length })]
  })

  test('the committed model is what the fit makes of the file', () => {
    expectClose(fitModel(real), uciModel, 'model')
  })

  test('nobody was copied', () => {
    const withoutId = (row: UciRow) => csvLine({ ...row, id: '' })
    const known = new Set(real.map(withoutId))
    const copies = synthetic.filter((row) => known.has(withoutId(row)))
    // Unused cards have nothing but a limit, an age and three codes: some meet by chance.
    expect(copies.filter(({ bill, paid }) => [...bill, ...paid].some((n) => n !== 0))).toEqual([])
    expect(copies.length).toBeLessThan(real.length / 300)
  })

  test('as many default (within .012), in every state of September (.04; late by two months or less)', () => {
    const bad = (rows: UciRow[]) => share(rows, ({ defaulted }) => defaulted === 1)
    expect(Math.abs(bad(synthetic) - bad(real))).toBeLessThan(0.012)
    for (const state of [-2, -1, 0, 1, 2]) {
      const of = (rows: UciRow[]) => bad(rows.filter(({ pay }) => pay[0] === state))
      expect(Math.abs(of(synthetic) - of(real)), `state ${state}`).toBeLessThan(0.04)
    }
  })

  test('every payment state of every month is as common (within .015)', () => {
    for (let month = 0; month < 6; month += 1) {
      for (let state = -2; state <= 8; state += 1) {
        const of = (rows: UciRow[]) => share(rows, ({ pay }) => pay[month] === state)
        expect(Math.abs(of(synthetic) - of(real)), `${month}: ${state}`).toBeLessThan(0.015)
      }
    }
  })

  test('states follow one another alike (within .03), into September and before', () => {
    for (const months of [[0], [1, 2, 3, 4]]) {
      const [a, b] = [transitions(real, months).flat(), transitions(synthetic, months).flat()]
      for (let i = 0; i < 16; i += 1) {
        expect(Math.abs((a[i] ?? 0) - (b[i] ?? 0)), `${months}: ${i}`).toBeLessThan(0.03)
      }
    }
  })

  test('codes, ages and limits are spread alike', () => {
    const codes: [string, Measure, number[]][] = [
      ['sex', (row) => row.sex, [1, 2]],
      ['education', (row) => row.education, [0, 1, 2, 3, 4, 5, 6]],
      ['marriage', (row) => row.marriage, [0, 1, 2, 3]],
    ]
    for (const [name, measure, values] of codes) {
      for (const value of values) {
        const of = (rows: UciRow[]) => share(rows, (row) => measure(row) === value)
        expect(Math.abs(of(synthetic) - of(real)), `${name} ${value}`).toBeLessThan(0.015)
      }
    }
    for (const level of [0.05, 0.25, 0.5, 0.75, 0.95]) {
      const age = (rows: UciRow[]) => quantile(rows, (row) => row.age, level)
      expect(Math.abs(age(synthetic) - age(real))).toBeLessThanOrEqual(1)
    }
    for (const limit of [20_000, 50_000, 80_000, 150_000, 250_000, 400_000]) {
      const of = (rows: UciRow[]) => share(rows, (row) => row.limit <= limit)
      expect(Math.abs(of(synthetic) - of(real)), `limit ${limit}`).toBeLessThan(0.02)
    }
  })

  test('limits are used alike (within .1 at five levels of every month), as often not at all (.03)', () => {
    for (let month = 0; month < 6; month += 1) {
      for (const level of [0.05, 0.25, 0.5, 0.75, 0.95]) {
        const of = (rows: UciRow[]) => quantile(rows, (r) => (r.bill[month] ?? 0) / r.limit, level)
        expect(Math.abs(of(synthetic) - of(real)), `${month} ${level}`).toBeLessThan(0.1)
      }
      const empty = (rows: UciRow[]) => share(rows, ({ bill }) => bill[month] === 0)
      const unpaid = (rows: UciRow[]) => share(rows, ({ paid }) => paid[month] === 0)
      expect(Math.abs(empty(synthetic) - empty(real))).toBeLessThan(0.03)
      expect(Math.abs(unpaid(synthetic) - unpaid(real))).toBeLessThan(0.03)
    }
  })

  test('its oddities are as common (within a quarter)', () => {
    const oddities: [string, (row: UciRow) => boolean][] = [
      ['jump', ({ pay }) => pay.some((p, i) => Math.max(p, 0) - Math.max(pay[i + 1] ?? 8, 0) > 1)],
      ['negative', ({ bill }) => bill.some((balance) => balance < 0)],
      ['late on nothing now', ({ pay, bill }) => (pay[0] ?? 0) > 0 && (bill[0] ?? 0) <= 0],
      ['late on nothing ever', ({ pay, bill }) => pay.some((p, i) => p > 0 && (bill[i] ?? 0) <= 0)],
    ]
    for (const [name, holds] of oddities) {
      const ratio = share(synthetic, holds) / share(real, holds)
      expect(Math.abs(ratio - 1), name).toBeLessThan(0.25)
    }
  })

  test('columns depend on one another alike (rank correlations: mean error below .04, none above .2)', () => {
    const measures: Record<string, Measure> = {
      limit: (row) => row.limit,
      age: (row) => row.age,
      education: (row) => row.education,
      late: (row) => row.pay.filter((state) => state > 0).length,
      defaulted: (row) => row.defaulted ?? 0,
    }
    for (const month of [0, 1, 3, 5]) {
      measures[`pay ${month}`] = (row) => row.pay[month] ?? 0
      measures[`bill ${month}`] = (row) => row.bill[month] ?? 0
      measures[`paid ${month}`] = (row) => row.paid[month] ?? 0
    }
    const ranked = (rows: UciRow[]) => Object.values(measures).map((m) => ranks(rows.map(m)))
    const [a, b] = [ranked(real), ranked(synthetic)]
    const names = Object.keys(measures)
    const errors: [number, string][] = []
    for (let i = 0; i < names.length; i += 1) {
      for (let j = 0; j < i; j += 1) {
        const [realOnes, syntheticOnes] = [a, b].map((all) =>
          correlation(all[i] ?? [], all[j] ?? []),
        )
        errors.push([Math.abs((realOnes ?? 0) - (syntheticOnes ?? 0)), `${names[j]}, ${names[i]}`])
      }
    }
    expect(errors.filter(([error]) => error > 0.2)).toEqual([])
    expect(errors.reduce((sum, [error]) => sum + error, 0) / errors.length).toBeLessThan(0.04)
  })

  test('simple rules tell goods from bads as well (AUC within .03)', () => {
    const rules: Record<string, Measure> = {
      september: ({ pay }) => pay[0] ?? 0,
      worst: ({ pay }) => Math.max(...pay),
      'late months': ({ pay }) => pay.filter((state) => state > 0).length,
      limit: ({ limit }) => -limit,
      paid: ({ paid }) => -(paid[0] ?? 0),
    }
    for (const [name, rule] of Object.entries(rules)) {
      expect(Math.abs(auc(synthetic, rule) - auc(real, rule)), name).toBeLessThan(0.03)
    }
  })
})

/** Equal but for the last digit of a logarithm or exponential, which engines may round differently. */
function expectClose(actual: unknown, expected: unknown, path: string): void {
  if (typeof expected === 'number') {
    expect(actual, path).toBeCloseTo(expected, 3)
  } else if (typeof expected !== 'object' || expected === null) {
    expect(actual, path).toBe(expected)
  } else {
    const entries = Object.entries(expected)
    const own = new Map(Object.entries(actual ?? {}))
    expect([...own.keys()], path).toEqual(entries.map(([key]) => key))
    for (const [key, value] of entries) expectClose(own.get(key), value, `${path}.${key}`)
  }
}

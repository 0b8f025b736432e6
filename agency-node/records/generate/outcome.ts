import type { UciRow } from '../uciRow.ts'
import type { OutcomeModel } from './model.ts'

/** What the chance of default depends on; the intercept first. */
export function outcomeFeatures(row: UciRow): number[] {
  const [state = 0, before = 0] = row.pay
  const lateMonths = row.pay.filter((month) => month > 0).length
  const utilisation = Math.min(Math.max((row.bill[0] ?? 0) / row.limit, 0), 1.2)
  const paid = Math.log1p((row.paid[0] ?? 0) + (row.paid[1] ?? 0))
  return [
    1,
    ...[-2, -1, 1, 2].map((code) => Number(state === code)),
    Number(state > 2),
    Number(before >= 2),
    lateMonths,
    Number(lateMonths > 0),
    Math.log(row.limit / 100_000),
    utilisation,
    paid / 10,
    Number(paid === 0),
    (row.age - 35) / 10,
    Number(row.sex === 1),
    Number(row.education === 1),
    Number(row.education === 3),
    Number(row.education === 0 || row.education > 3),
    Number(row.marriage === 1),
  ]
}

export function chanceOfDefault(row: UciRow, { coefficients }: OutcomeModel): number {
  const features = outcomeFeatures(row)
  let logit = 0
  for (let i = 0; i < features.length; i += 1) logit += (coefficients[i] ?? 0) * (features[i] ?? 0)
  return 1 / (1 + Math.exp(-logit))
}

import type { UciRow } from '@creditmesh/agency-node/records/uciRow.ts'

export type Measure = (row: UciRow) => number

export function share(rows: readonly UciRow[], holds: (row: UciRow) => boolean): number {
  return rows.filter(holds).length / rows.length
}

export function quantile(rows: readonly UciRow[], measure: Measure, level: number): number {
  const sorted = Float64Array.from(rows, measure).sort()
  return sorted[Math.floor(level * (sorted.length - 1))] ?? Number.NaN
}

/** Chances of moving from one of the four groups of states to another, oldest months first, without the last month. */
export function transitions(rows: readonly UciRow[], months: readonly number[]): number[][] {
  const counts = Array.from({ length: 4 }, () => [0, 0, 0, 0])
  for (const { pay } of rows) {
    for (const i of months) {
      const from = counts[Math.min(pay[i + 1] ?? 0, 1) + 2]
      const to = Math.min(pay[i] ?? 0, 1) + 2
      if (from !== undefined) from[to] = (from[to] ?? 0) + 1
    }
  }
  return counts.map((row) => row.map((n) => n / row.reduce((sum, m) => sum + m, 0)))
}

/** Ranks from 1, ties at their mean. */
export function ranks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0))
  const result = new Array<number>(values.length).fill(0)
  for (let start = 0; start < order.length; ) {
    let end = start
    while (values[order[end + 1] ?? -1] === values[order[start] ?? -1]) end += 1
    for (let i = start; i <= end; i += 1) result[order[i] ?? 0] = (start + end) / 2 + 1
    start = end + 1
  }
  return result
}

/** Spearman's correlation from ranks. */
export function correlation(a: readonly number[], b: readonly number[]): number {
  const middle = (a.length + 1) / 2
  let [ab, aa, bb] = [0, 0, 0]
  for (let i = 0; i < a.length; i += 1) {
    const [x, y] = [(a[i] ?? 0) - middle, (b[i] ?? 0) - middle]
    ab += x * y
    aa += x * x
    bb += y * y
  }
  return ab / Math.sqrt(aa * bb)
}

/** Area under the ROC curve of a rule, by mid-ranks. */
export function auc(rows: readonly UciRow[], rule: Measure): number {
  const rank = ranks(rows.map(rule))
  const bad = rows.flatMap((row, i) => (row.defaulted === 1 ? [rank[i] ?? 0] : []))
  const sum = bad.reduce((total, r) => total + r, 0)
  return (sum - (bad.length * (bad.length + 1)) / 2) / bad.length / (rows.length - bad.length)
}

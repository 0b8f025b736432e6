import { ascendingOrder } from '@creditmesh/agency-node/analysis/ascendingOrder.ts'
import { scoreSteps } from '@creditmesh/agency-node/analysis/judgement/scoreSteps.ts'
import type { Labels } from '@creditmesh/agency-node/analysis/labels.ts'
import type { Curve, Histogram } from './charts.ts'

/** The curve of the operating characteristic, thinned to `most` points: more cannot be seen. */
export function rocCurve(name: string, y: Labels, score: ArrayLike<number>, most = 200): Curve {
  const { steps, goods, bads, good, bad } = scoreSteps(y, score)
  const every = Math.max(1, Math.ceil(steps / most))
  const points: (readonly [number, number])[] = [[0, 0]]
  for (let step = 0; step < steps - 1; step += every) {
    points.push([(goods[step] as number) / good, (bads[step] as number) / bad])
  }
  points.push([1, 1])
  return { name, points }
}

/** Mean probability and default rate of groups of equal size, ten by default. */
export function calibrationCurve(
  name: string,
  y: Labels,
  p: ArrayLike<number>,
  groups = 10,
): Curve {
  const order = ascendingOrder(p)
  const points = Array.from({ length: groups }, (_, group) => {
    const from = Math.floor((group * order.length) / groups)
    const rows = order.subarray(from, Math.floor(((group + 1) * order.length) / groups))
    const mean = (value: (row: number) => number) =>
      rows.reduce((sum, row) => sum + value(row), 0) / Math.max(1, rows.length)
    return [mean((row) => p[row] as number), mean((row) => y[row] as number)] as const
  })
  return { name, points }
}

/** Shares of goods and of bads in equal bins of the score. */
export function scoreHistogram(y: Labels, score: ArrayLike<number>, bins = 30): Histogram {
  const values = Array.from(score)
  const least = values.reduce((a, b) => Math.min(a, b), Infinity)
  const width = (values.reduce((a, b) => Math.max(a, b), -Infinity) - least) / bins || 1
  const counts = [new Float64Array(bins), new Float64Array(bins)] as const
  values.forEach((value, row) => {
    const bin = Math.min(bins - 1, Math.floor((value - least) / width))
    const mine = counts[y[row] === 1 ? 1 : 0]
    mine[bin] = (mine[bin] as number) + 1
  })
  const shares = (each: Float64Array) => {
    const sum = each.reduce((a, b) => a + b, 0) || 1
    return each.map((count) => count / sum)
  }
  return {
    edges: Float64Array.from({ length: bins + 1 }, (_, at) => least + at * width),
    goods: shares(counts[0]),
    bads: shares(counts[1]),
  }
}

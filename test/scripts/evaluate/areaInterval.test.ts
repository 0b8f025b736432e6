import { delong, placements } from '@creditmesh/agency-node/analysis/judgement/delong.ts'
import { normalQuantile } from '@creditmesh/agency-node/analysis/normal.ts'
import { seededRandom } from '@creditmesh/agency-node/analysis/random.ts'
import { describe, expect, test } from 'vitest'
import { areaDifference, areaInterval } from '../../../scripts/evaluate/areaInterval.ts'

const random = seededRandom(11)
const y = Uint8Array.from({ length: 300 }, (_, row) => (row % 6 === 0 ? 1 : 0))
const a = Float64Array.from(y, (label) => label + 2 * random())
const b = Float64Array.from(y, (label) => 0.5 * label + 2 * random())

/** The definition itself: the share of pairs that each person wins, and the variance of these shares in each class. */
function slowInterval(score: Float64Array) {
  const rows = Array.from(y, (label, row) => ({ label, row }))
  const wins = (mine: number, other: number) => (mine > other ? 1 : mine === other ? 0.5 : 0)
  const bads = rows.filter(({ label }) => label === 1).map(({ row }) => score[row] as number)
  const goods = rows.filter(({ label }) => label === 0).map(({ row }) => score[row] as number)
  const mean = (values: readonly number[]) =>
    values.reduce((sum, each) => sum + each, 0) / values.length
  const variance = (values: readonly number[]) =>
    values.reduce((sum, each) => sum + (each - mean(values)) ** 2, 0) / (values.length - 1)
  const ofBads = bads.map((bad) => mean(goods.map((good) => wins(bad, good))))
  const ofGoods = goods.map((good) => mean(bads.map((bad) => wins(bad, good))))
  const spread =
    normalQuantile(0.975) *
    Math.sqrt(variance(ofBads) / bads.length + variance(ofGoods) / goods.length)
  return { value: mean(ofBads), low: mean(ofBads) - spread, high: mean(ofBads) + spread }
}

describe('intervals of areas', () => {
  test('an area has the interval of the definition', () => {
    const { value, low, high } = areaInterval(placements(y, a))
    const slow = slowInterval(a)
    expect(value).toBeCloseTo(slow.value, 12)
    expect(low).toBeCloseTo(slow.low, 12)
    expect(high).toBeCloseTo(slow.high, 12)
  })

  test('a difference agrees with the test of DeLong', () => {
    const { value, high } = areaDifference(placements(y, a), placements(y, b))
    const { z, auc } = delong(y, a, b)
    expect(value).toBeCloseTo(auc[0] - auc[1], 12)
    expect(value / ((high - value) / normalQuantile(0.975))).toBeCloseTo(z, 9)
  })

  test('a perfect score has no interval, and none reaches beyond 1', () => {
    const perfect = Float64Array.from(y)
    expect(areaInterval(placements(y, perfect))).toEqual({ value: 1, low: 1, high: 1 })
    const nearly = Float64Array.from(y, (label, row) => (row === 0 ? 0 : label))
    expect(areaInterval(placements(y, nearly)).high).toBeLessThanOrEqual(1)
  })
})

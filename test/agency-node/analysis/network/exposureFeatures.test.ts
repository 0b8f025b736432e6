import {
  exposureColumns,
  exposureCutOff,
} from '@creditmesh/agency-node/analysis/network/exposureColumns.ts'
import {
  type ExposureRequest,
  exposureFeatures,
  type Propagate,
  pageRankExposure,
  spreadingExposure,
} from '@creditmesh/agency-node/analysis/network/exposureFeatures.ts'
import {
  dealFolds,
  exposureSources,
} from '@creditmesh/agency-node/analysis/network/exposureSources.ts'
import { notCustomer } from '@creditmesh/agency-node/analysis/network/linkBased.ts'
import { personalizedPageRank } from '@creditmesh/agency-node/analysis/network/personalizedPageRank.ts'
import { relativeExposure } from '@creditmesh/agency-node/analysis/network/relativeExposure.ts'
import { seededRandom } from '@creditmesh/agency-node/analysis/random.ts'
import { describe, expect, test } from 'vitest'
import { callNetworksOf, networkOf, randomCalls } from './smallNetworks.ts'

const nodes = 60
const networks = callNetworksOf(nodes, randomCalls(nodes, 200, 3))
const late = Array.from({ length: nodes }, (_, node) =>
  node % 3 === 0 ? (node / 3) % 5 : notCustomer,
)

type Request = ExposureRequest & { readonly propagate: Propagate }

function request(change: Partial<Request> = {}): Request {
  return { family: 'PR', propagate: pageRankExposure(), late, subjects: [0, 3, 7, 30], ...change }
}

describe.each([
  ['PR', pageRankExposure()],
  ['SPA', spreadingExposure({ threshold: 1e-6 })],
])('%s', (family, propagate) => {
  const columns = exposureFeatures(networks, request({ family, propagate }))

  test('54 columns of the paper and 9 relative ones, each name once', () => {
    expect(new Set(columns.map(({ name }) => name)).size).toBe(63)
    expect(columns.filter(({ name }) => name.includes('relative'))).toHaveLength(9)
    for (const { name } of columns) expect(name.startsWith(`${family}_`)).toBe(true)
  })

  test('high and low neighbours are all neighbours', () => {
    const valuesOf = (name: string) => columns.find((column) => column.name === name)?.values ?? []
    for (const [row, subject] of [0, 3, 7, 30].entries()) {
      const { offsets } = networks.UD
      const degree = (offsets[subject + 1] as number) - (offsets[subject] as number)
      const high = valuesOf(`${family}_count_high_2_UD`)[row] as number
      const low = valuesOf(`${family}_count_low_2_UD`)[row] as number
      expect(high + low).toBe(degree)
      expect(valuesOf(`${family}_binary_low_2_UD`)[row]).toBe(Number(low > 0))
      expect(valuesOf(`${family}_mode_high_2_UD`)[row]).toBe(Number(high > 0 && high >= low))
    }
  })

  test('the own label of a subject changes none of her features', () => {
    const others = [...late]
    others[30] = 4
    others[0] = 0
    const flipped = exposureFeatures(networks, request({ family, propagate, late: others }))
    expect(flipped).toEqual(columns)
  })
})

test('the subjects of a fold get exposure from delinquents outside it alone', () => {
  const subjects = [0, 3, 6, 9, 12, 15]
  const folds = [0, 1, 0, 1, 0, 1]
  const columns = exposureFeatures(networks, request({ subjects, folds }))
  const outside = late.flatMap((payments, node) =>
    payments >= 1 && ![3, 9, 15].includes(node) ? [node] : [],
  )
  const { scores } = personalizedPageRank(networks.OUT, outside)
  const exposure = columns.find(({ name }) => name === 'PR_exposure_1_OUT')?.values
  expect([exposure?.[1], exposure?.[3], exposure?.[5]]).toEqual([scores[3], scores[9], scores[15]])
})

test('folds are dealt evenly, by the seed alone', () => {
  const subjects = Array.from({ length: 23 }, (_, node) => node)
  const folds = dealFolds(subjects, 5, seededRandom(1))
  expect(dealFolds(subjects, 5, seededRandom(1))).toEqual(folds)
  expect(dealFolds(subjects, 5, seededRandom(2))).not.toEqual(folds)
  const sizes = [0, 1, 2, 3, 4].map((fold) => folds.filter((each) => each === fold).length)
  expect(sizes.sort()).toEqual([4, 4, 5, 5, 5])
})

test('sources are the delinquents of each level and the customers who always paid', () => {
  const { delinquent, benign } = exposureSources(
    [0, 1, 2, 3, notCustomer, 9, 0],
    (node) => node === 5,
  )
  expect([...delinquent[1]]).toEqual([1, 2, 3])
  expect([...delinquent[2]]).toEqual([2, 3])
  expect([...delinquent[3]]).toEqual([3])
  expect([...benign]).toEqual([0, 6])
})

test('who sets the cut-off is at high risk; without her, or without exposure, nobody is', () => {
  const pair = networkOf(3, [
    [0, 1, 1],
    [0, 2, 1],
  ])
  const highOf = (scores: number[], cutOff: number) =>
    exposureColumns(
      pair,
      { direction: 'OUT', level: 1, family: 'PR', scores },
      {
        cutOff,
        subjects: [0],
      },
    )[1]?.values[0]
  expect(exposureCutOff([0.1, 0.4, 0.3], [1, 2])).toBe(0.3)
  expect(highOf([0.1, 0.4, 0.3], 0.3)).toBe(2)
  expect(highOf([0.1, 0.4, 0.3], exposureCutOff([0.1, 0.4, 0.3], []))).toBe(0)
  expect(highOf([0, 0, 1], 0)).toBe(1)
})

test('relative exposure takes the activity out: equal shares give 0', () => {
  expect([...relativeExposure([1, 2, 3], [2, 4, 6])]).toEqual([0, 0, 0])
  const [risky, safe, nobody] = relativeExposure([0.9, 0.1, 0], [0.1, 0.9, 0])
  expect(risky).toBeGreaterThan(0)
  expect(safe).toBeCloseTo(-(risky as number), 12)
  expect(nobody).toBe(0)
  expect([...relativeExposure([1, 2], [0, 0])]).toEqual([0, 0])
})

test('without subjects there are columns without rows', () => {
  const columns = exposureFeatures(networks, request({ subjects: [] }))
  expect(columns).toHaveLength(63)
  for (const { values } of columns) expect(values).toHaveLength(0)
})

test('error: without folds, subjects who are all the delinquents are refused', () => {
  const everybody = Array.from({ length: nodes }, (_, node) => node)
  expect(() => exposureFeatures(networks, request({ subjects: everybody }))).toThrowError(
    'analysis.invalid_input',
  )
})

test('error: subjects, folds and exposures that do not fit are refused', () => {
  for (const change of [
    { subjects: [nodes] },
    { folds: [0] },
    { late: [0] },
    { propagate: () => new Float64Array(3) },
    { propagate: () => new Float64Array(nodes).fill(Number.NaN) },
  ]) {
    expect(() => exposureFeatures(networks, request(change))).toThrowError('analysis.invalid_input')
  }
  expect(() => dealFolds([1], 1, seededRandom(1))).toThrowError('analysis.invalid_input')
  expect(() => relativeExposure([1], [1, 2])).toThrowError('analysis.invalid_input')
  expect(() => relativeExposure([1], [1], 0)).toThrowError('analysis.invalid_input')
  expect(() => relativeExposure([-1], [1])).toThrowError('analysis.invalid_input')
})

import type { Computation, PartyData } from '@creditmesh/agency-node/analysis/joint/computation.ts'
import {
  chooseCuts,
  countOnGrid,
  gridCells,
  gridEdges,
  levelOf,
} from '@creditmesh/agency-node/analysis/joint/globalCuts.ts'
import {
  type JointForest,
  jointForest,
} from '@creditmesh/agency-node/analysis/joint/jointForest.ts'
import {
  predictJointForest,
  rowWeights,
} from '@creditmesh/agency-node/analysis/joint/jointTrees.ts'
import { roc } from '@creditmesh/agency-node/analysis/judgement/roc.ts'
import { designMatrix } from '@creditmesh/agency-node/analysis/linear/designMatrix.ts'
import { seededRandom } from '@creditmesh/agency-node/analysis/random.ts'
import { describe, expect, test } from 'vitest'
import { growPooled } from './pooledForest.ts'

const shape = { trees: 8, depth: 4, bins: 12, columnsPerNode: 3, minLeaf: 5, seed: 7 }
const columns = 5

function party(seed: number, rows: number): PartyData {
  const random = seededRandom(seed)
  const lines = Array.from({ length: rows }, () => [
    Math.floor(random() * 6),
    random() * 1e6 - 3e5,
    random() < 0.4 ? -1 : Math.floor(random() * 1000),
    random() * 2 - 1,
    0,
  ])
  const y = lines.map(([a = 0, b = 0, , d = 0]) =>
    random() < 1 / (1 + Math.exp(2 - a * 0.6 - b / 5e5 - 2 * Math.max(0, d))) ? 1 : 0,
  )
  return { x: designMatrix(lines), y, weightSeed: seed * 1000 }
}

const parties = [party(1, 400), party(2, 150), party(3, 300)]

function growJointly(): JointForest {
  let step: Computation<JointForest> = jointForest(columns, shape)
  while (!step.isFinished) {
    const sum = new Float64Array(step.length)
    for (const one of parties) {
      const answer = step.answer(one)
      expect(answer.length).toBe(step.length)
      answer.forEach((value, at) => {
        sum[at] = (sum[at] as number) + value
      })
    }
    step = step.advance(sum)
  }
  return step.result
}

describe('a forest over parties', () => {
  test('is the slow forest of the pooled rows, split for split and leaf for leaf', () => {
    const joint = growJointly()
    const pooledRows = parties.flatMap(({ x }) =>
      Array.from({ length: x.rows }, (_, row) =>
        Array.from(x.values.subarray(row * x.columns, (row + 1) * x.columns)),
      ),
    )
    const y = parties.flatMap((one) => Array.from(one.y))
    const weightsOf = (tree: number) =>
      parties.flatMap(({ x, weightSeed }) => Array.from(rowWeights(weightSeed, tree, x.rows)))
    expect(joint.trees).toEqual(growPooled({ rows: pooledRows, y, weightsOf, shape }))
    expect(joint.trees.some(({ column }) => column.filter((at) => at !== -1).length > 6)).toBe(true)
    expect(joint.rounds).toBe(shape.depth + 1)
  })

  test('tells bads from goods on people it never saw', () => {
    const fresh = party(99, 600)
    const score = predictJointForest(growJointly().trees, fresh.x)
    expect(roc(fresh.y, score).auc).toBeGreaterThan(0.68)
  })

  test('error: no column with two classes that are large enough is refused', () => {
    const [start] = [jointForest(1, shape)]
    if (start.isFinished) throw new Error('it has asked nothing')
    const constant = { x: designMatrix([[3], [3], [3]]), y: [0, 1, 0], weightSeed: 1 }
    expect(() => start.advance(start.answer(constant))).toThrow('analysis.invalid_input')
  })
})

describe('the grid', () => {
  test('ascends, and gives each small whole number a cell of its own', () => {
    expect(gridEdges.every((edge, at) => at === 0 || (gridEdges[at - 1] as number) < edge)).toBe(
      true,
    )
    const cells = Array.from({ length: 33 }, (_, at) => levelOf(gridEdges, at - 16))
    expect(new Set(cells).size).toBe(33)
    expect(levelOf(gridEdges, Number.MAX_VALUE)).toBe(gridCells - 1)
  })

  test('counts every row once a column, and cuts hold at least what they must', () => {
    const [one] = parties as [PartyData]
    const counts = countOnGrid(one.x)
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(one.x.rows * columns)
    const cuts = chooseCuts(counts.subarray(gridCells, 2 * gridCells), { bins: 10, minRows: 30 })
    const bins = new Map<number, number>()
    for (let row = 0; row < one.x.rows; row++) {
      const bin = levelOf(cuts, one.x.values[row * columns + 1] as number)
      bins.set(bin, (bins.get(bin) ?? 0) + 1)
    }
    expect(bins.size).toBe(cuts.length + 1)
    expect(Math.min(...bins.values())).toBeGreaterThanOrEqual(30)
  })
})

test('row weights are Poisson of mean and variance 1, the same for the same seed', () => {
  const weights = Array.from(rowWeights(5, 3, 50_000))
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length
  const variance = weights.reduce((sum, weight) => sum + (weight - mean) ** 2, 0) / weights.length
  expect(mean).toBeCloseTo(1, 1)
  expect(variance).toBeCloseTo(1, 1)
  expect(Array.from(rowWeights(5, 3, 50_000))).toEqual(weights)
  expect(Array.from(rowWeights(5, 4, 50_000))).not.toEqual(weights)
})

import { randomBelow, seededRandom } from '@creditmesh/agency-node/analysis/random.ts'
import { tableOf } from '@creditmesh/agency-node/analysis/table.ts'
import { binTable } from '@creditmesh/agency-node/analysis/trees/binnedTable.ts'
import { giniGrower } from '@creditmesh/agency-node/analysis/trees/giniGrower.ts'
import { columnOf, isLeaf, sideOf } from '@creditmesh/agency-node/analysis/trees/nodes.ts'
import { describe, expect, test } from 'vitest'
import { categorical, numeric } from './randomTable.ts'

/** Weighted Gini impurity of the two sides of a split, the slow obvious way. */
function impurity(
  y: ArrayLike<number>,
  counts: ArrayLike<number>,
  isLeft: (row: number) => boolean,
) {
  let total = 0
  for (const side of [true, false]) {
    let all = 0
    let bad = 0
    for (let row = 0; row < y.length; row++) {
      if (isLeft(row) !== side) continue
      all += counts[row] as number
      bad += (counts[row] as number) * (y[row] as number)
    }
    if (all === 0) return Infinity
    total += 2 * bad * (1 - bad / all)
  }
  return total
}

const options = { mtry: 1, minLeaf: 1, maxDepth: 1 }

/** The impurity that the grower's root split reaches. */
function grownImpurity(column: ReturnType<typeof numeric>, y: Uint8Array, counts: Uint32Array) {
  const binned = binTable(tableOf([column]))
  const tree = giniGrower(binned, y, options).grow(counts, seededRandom(1))
  if (isLeaf(tree, 0)) return Infinity
  expect(columnOf(tree, 0)).toBe(0)
  return impurity(y, counts, (row) => sideOf(tree, 0, binned.columns[0]?.[row] as number) === 0)
}

function labelsAndCounts(rows: number, seed: number, heaviest: number) {
  const random = seededRandom(seed)
  return {
    random,
    y: Uint8Array.from({ length: rows }, (_, row) =>
      row > 0 && (row === 1 || random() < 0.3) ? 1 : 0,
    ),
    counts: Uint32Array.from({ length: rows }, () => 1 + randomBelow(random, heaviest)),
  }
}

// Sorted, found by bitmap, counted, and too heavy for packed pairs.
describe.each([
  { rows: 9, heaviest: 3 },
  { rows: 60, heaviest: 3 },
  { rows: 900, heaviest: 3 },
  { rows: 300, heaviest: 2000 },
])('in a node of $rows rows drawn up to $heaviest times', ({ rows, heaviest }) => {
  test('no threshold is better than the one found', () => {
    for (let seed = 0; seed < 20; seed++) {
      const { random, y, counts } = labelsAndCounts(rows, seed, heaviest)
      const values = Float64Array.from(y, () => randomBelow(random, 100))
      const cuts = [...new Set(values)]
      const best = Math.min(
        ...cuts.map((cut) => impurity(y, counts, (row) => (values[row] as number) <= cut)),
      )
      const found = grownImpurity(numeric('a', values), y, counts)
      if (found !== Infinity) expect(found).toBeCloseTo(best, 6)
    }
  })

  test('no subset of categories is better than the one found', () => {
    for (let seed = 0; seed < 10; seed++) {
      const { random, y, counts } = labelsAndCounts(rows, seed, heaviest)
      const codes = Int32Array.from(y, () => randomBelow(random, 6) - 1)
      const subsets = Array.from({ length: 64 }, (_, set) =>
        impurity(y, counts, (row) => ((set >> ((codes[row] as number) + 1)) & 1) === 1),
      )
      const column = categorical('a', codes, ['p', 'q', 'r', 's', 't'])
      expect(grownImpurity(column, y, counts)).toBeCloseTo(Math.min(...subsets), 6)
    }
  })

  test('a missing value or code goes low, high or alone, whichever is best', () => {
    for (let seed = 0; seed < 10; seed++) {
      const { random, y, counts } = labelsAndCounts(rows, seed, heaviest)
      const values = Float64Array.from(y, () => {
        const draw = random()
        if (draw < 0.2) return Number.NaN
        return draw < 0.4 ? -9 : randomBelow(random, 30)
      })
      const isOff = (row: number) => Number.isNaN(values[row]) || values[row] === -9
      const splits = Array.from({ length: 31 }, (_, cut) => cut - 1).flatMap((cut) => [
        impurity(y, counts, (row) => !isOff(row) && (values[row] as number) <= cut),
        impurity(y, counts, (row) => isOff(row) || (values[row] as number) <= cut),
      ])
      const alone = [
        impurity(y, counts, (row) => Number.isNaN(values[row])),
        impurity(y, counts, (row) => values[row] === -9),
      ]
      const found = grownImpurity(numeric('a', values, [-9]), y, counts)
      expect(found).toBeCloseTo(Math.min(...splits, ...alone), 6)
    }
  })
})

test('a fully grown tree tells all rows apart that differ', () => {
  const { random, y } = labelsAndCounts(500, 3, 1)
  const binned = binTable(
    tableOf([
      numeric(
        'a',
        Float64Array.from(y, (_, row) => (row * 7919) % 251),
      ),
    ]),
  )
  const grown = giniGrower(binned, y, { ...options, maxDepth: Infinity })
  const tree = grown.grow(new Uint8Array(500).fill(1), random)
  for (let node = 0; node < tree.value.length; node++) {
    if (!isLeaf(tree, node)) continue
    const isMixed = (tree.value[node] as number) > 0 && (tree.value[node] as number) < 1
    expect(isMixed && (tree.cover[node] as number) > 2).toBe(false)
  }
})

test('no leaf is lighter than asked', () => {
  const { random, y, counts } = labelsAndCounts(400, 4, 3)
  const binned = binTable(
    tableOf([
      numeric(
        'a',
        Float64Array.from(y, () => random()),
      ),
    ]),
  )
  const tree = giniGrower(binned, y, { mtry: 1, minLeaf: 9, maxDepth: Infinity }).grow(
    counts,
    random,
  )
  expect(tree.value.length).toBeGreaterThan(9)
  expect(Math.min(...tree.cover)).toBeGreaterThanOrEqual(9)
})

test('a category absent from a node goes with its heavier child', () => {
  const codes = [0, 0, 0, 0, 1, 1, 2]
  const binned = binTable(tableOf([categorical('a', codes, ['x', 'y', 'z'])]))
  const y = Uint8Array.from([0, 0, 0, 0, 1, 1, 0])
  const tree = giniGrower(binned, y, options).grow([1, 1, 1, 1, 1, 1, 0], seededRandom(1))
  expect(sideOf(tree, 0, 2)).toBe(sideOf(tree, 0, 0))
})

test('error: nothing in the bag', () => {
  const binned = binTable(tableOf([numeric('a', [1, 2])]))
  const grower = giniGrower(binned, Uint8Array.of(0, 1), options)
  expect(() => grower.grow([0, 0], seededRandom(1))).toThrow('no rows')
})

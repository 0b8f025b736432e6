import { profitImportance } from '@creditmesh/agency-node/analysis/judgement/profitImportance.ts'
import { type ForestOptions, fitForest } from '@creditmesh/agency-node/analysis/trees/forest.ts'
import { judgedTrees } from '@creditmesh/agency-node/analysis/trees/judgedTrees.ts'
import { outOfBag } from '@creditmesh/agency-node/analysis/trees/outOfBag.ts'
import { expect, test } from 'vitest'
import { randomTable } from './randomTable.ts'

const { table, y } = randomTable(700, 3)
const options: ForestOptions = { seed: 2, trees: 80 }
const model = fitForest(table, y, options)

test('out of the bag the forest is as good as on rows that it has not seen, and the noise carries nothing', () => {
  const { probability, auc, importance } = outOfBag(model, table, y, options)
  expect(probability.every((p) => p >= 0 && p <= 1)).toBe(true)
  expect(auc).toBeGreaterThan(0.6)
  expect(auc).toBeLessThan(0.85)
  const of = Object.fromEntries(importance.map((column) => [column.name, column]))
  expect(of.income?.auc).toBeGreaterThan(0.03)
  expect(of.income?.accuracy).toBeGreaterThan(0.02)
  expect(Math.abs(of.noise?.auc as number)).toBeLessThan(0.02)
  expect(outOfBag(model, table, y, options).importance).toEqual(importance)
})

test('rows that every tree drew have no out-of-bag probability', () => {
  const few = { ...options, trees: 1 }
  const { probability } = outOfBag(fitForest(table, y, few), table, y, few)
  const unknown = probability.filter(Number.isNaN).length / 700
  expect(unknown).toBeGreaterThan(0.58)
  expect(unknown).toBeLessThan(0.68)
})

test('error: options of another forest', () => {
  expect(() => outOfBag(model, table, y, { ...options, trees: 9 })).toThrow('other options')
})

test('with few columns a tree every importance by profit is defined; in full trees none is', () => {
  const loans = {
    ...{ amount: y.map(() => 100), exposureAtDefault: y.map(() => 80) },
    ...{ roi: 0.1, lgd: 0.8 },
  }
  const full = profitImportance(y, loans, judgedTrees(model, table))
  expect(full.get('income')).toEqual({ importance: null, treesWith: 80, treesWithout: 0 })
  const limited = fitForest(table, y, { ...options, columnsPerTree: 2 })
  const defined = profitImportance(y, loans, judgedTrees(limited, table))
  expect([...defined.keys()]).toEqual(['gaps', 'income', 'noise', 'town'])
  for (const { importance } of defined.values()) expect(importance).not.toBeNull()
  const of = (name: string) => defined.get(name)?.importance as number
  expect(of('income')).toBeGreaterThan(of('noise'))
})

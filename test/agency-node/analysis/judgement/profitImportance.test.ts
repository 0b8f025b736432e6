import { profitImportance } from '@creditmesh/agency-node/analysis/judgement/profitImportance.ts'
import { expect, test } from 'vitest'

const loans = { amount: [100, 100], exposureAtDefault: [0, 50], roi: 0.1, lgd: 1 }

test('is the mean profit of the trees with a feature less that of those without', () => {
  const perfect = { features: ['age', 'calls'], predicted: [0, 1] }
  const wrong = { features: ['calls'], predicted: [1, 0] }
  const byFeature = profitImportance([0, 1], loans, [perfect, wrong])
  expect([...byFeature.keys()]).toEqual(['age', 'calls'])
  // 10 against -10 - 50.
  expect(byFeature.get('age')).toEqual({ importance: 70, treesWith: 1, treesWithout: 1 })
})

test('a feature of every tree has no importance, and the counts say why', () => {
  const byFeature = profitImportance([0, 1], loans, [
    { features: ['age', 'age'], predicted: [0, 0] },
    { features: ['age'], predicted: [0, 1] },
  ])
  expect(byFeature.get('age')).toEqual({ importance: null, treesWith: 2, treesWithout: 0 })
})

test('error: no trees, and predictions that are no classes', () => {
  expect(() => profitImportance([0, 1], loans, [])).toThrowError('analysis.invalid_input')
  const tree = { features: ['age'], predicted: [0, 0.4] }
  expect(() => profitImportance([0, 1], loans, [tree])).toThrowError('analysis.invalid_input')
  expect(() => profitImportance([0, 1], loans, [{ ...tree, predicted: [0] }])).toThrowError(
    'tree 0',
  )
})

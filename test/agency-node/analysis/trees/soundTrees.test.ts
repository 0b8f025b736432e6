import { type ForestModel, fitForest } from '@creditmesh/agency-node/analysis/trees/forest.ts'
import { requireSoundTrees } from '@creditmesh/agency-node/analysis/trees/soundTrees.ts'
import { expect, test } from 'vitest'
import { randomTable } from './randomTable.ts'

const { table, y } = randomTable(200, 4)
const fitted = () => fitForest(table, y, { seed: 1, trees: 3 })

test('what was fitted is sound', () => {
  expect(() => requireSoundTrees(fitted())).not.toThrow()
})

const damages: Record<string, (trees: ForestModel['trees']) => void> = {
  'a child before its parent': ({ links }) => {
    links[3] = 0
  },
  'a child in another tree': ({ links, roots }) => {
    links[1] = roots[1] as number
  },
  'a column that is not there': ({ links }) => {
    links[0] = 99 << 8
  },
  'a mask that is not there': ({ links }) => {
    links[0] = -100_000
  },
  'a leaf whose share is no number': ({ value }) => {
    value[1] = Number.NaN
  },
  'roots out of order': ({ roots }) => {
    roots[1] = 0
  },
}

test.each(Object.keys(damages))('error: %s', (damage) => {
  const model = fitted()
  damages[damage]?.(model.trees)
  expect(() => requireSoundTrees(model)).toThrow(expect.objectContaining({ code: 'model.invalid' }))
})

test('error: more cuts in a column than a byte tells apart', () => {
  const model = fitted()
  const levels = model.levels.map((of) =>
    of.kind === 'numeric' ? { ...of, cuts: new Float64Array(256).map((_, at) => at) } : of,
  )
  expect(() => requireSoundTrees({ ...model, levels })).toThrow(
    expect.objectContaining({ code: 'model.invalid' }),
  )
})

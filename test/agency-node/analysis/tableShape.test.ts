import { type Column, tableOf } from '@creditmesh/agency-node/analysis/table.ts'
import { alignTo, requireShape, shapeOf } from '@creditmesh/agency-node/analysis/tableShape.ts'
import { expect, test } from 'vitest'

const age: Column = { kind: 'numeric', name: 'age', values: Float64Array.of(30, 40), specials: [] }
const job: Column = {
  kind: 'categorical',
  name: 'job',
  codes: Int32Array.of(1, 0),
  categories: ['cook', 'judge'],
}
const shape = shapeOf(tableOf([age, job]))

test('a table of the same columns is taken, and a shape survives JSON', () => {
  expect(() => requireShape(JSON.parse(JSON.stringify(shape)), tableOf([age, job]))).not.toThrow()
})

test('a table from elsewhere is aligned by the names of columns and the words of categories', () => {
  const other: Column = {
    kind: 'categorical',
    name: 'job',
    codes: Int32Array.of(0, 1, 2, -1),
    categories: ['judge', 'pilot', 'cook'],
  }
  const height: Column = { ...age, name: 'height', values: new Float64Array(4) }
  const ages: Column = { ...age, values: Float64Array.of(1, 2, 3, 4), specials: [-9] }
  const aligned = alignTo(shape, tableOf([other, height, ages]))
  expect(aligned.columns.map(({ name }) => name)).toEqual(['age', 'job'])
  expect(aligned.columns[1]).toEqual({ ...job, codes: Int32Array.of(1, -1, 0, -1) })
  expect(() => requireShape(shape, aligned)).not.toThrow()
})

test.each([
  ['another order', [job, age]],
  ['a missing column', [age]],
  ['a column too many', [age, job, { ...age, name: 'height' }]],
  ['another kind', [age, { ...age, name: 'job' }]],
  ['other special codes', [{ ...age, specials: [-9] }, job]],
  ['other categories', [age, { ...job, categories: ['judge', 'cook'] }]],
] as const)('error: %s is refused', (_, columns) => {
  expect(() => requireShape(shape, tableOf([...columns]))).toThrowError('model.features_mismatch')
})

test('error: a column that is absent or of another kind cannot be aligned', () => {
  expect(() => alignTo(shape, tableOf([age]))).toThrowError('model.features_mismatch: Column job')
  expect(() => alignTo(shape, tableOf([{ ...job, name: 'age' }, job]))).toThrowError(
    'model.features_mismatch: Column age',
  )
})

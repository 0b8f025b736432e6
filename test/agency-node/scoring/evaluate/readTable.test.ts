import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readTable } from '@creditmesh/agency-node/scoring/evaluate/readTable.ts'
import type { TableOptions } from '@creditmesh/agency-node/scoring/evaluate/tableOptions.ts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sharedFile } from '../../../support/sharedData.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'table-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

async function read(text: string, options: Partial<TableOptions> = {}) {
  const path = join(dir, 'table.csv')
  await writeFile(path, text)
  return readTable(path, { label: 'y', bad: '1', ...options })
}

test('numbers, words, gaps and labels come out as a table', async () => {
  const { table, y, goodLabels } = await read(
    'age,job,y\n30,cook,0\n?,judge,1\n 4e1 ,NA,0\nnan,cook,1\n',
  )
  expect(table).toEqual({
    rows: 4,
    columns: [
      { kind: 'numeric', name: 'age', values: Float64Array.of(30, NaN, 40, NaN), specials: [] },
      {
        kind: 'categorical',
        name: 'job',
        codes: Int32Array.of(0, 1, -1, 0),
        categories: ['cook', 'judge'],
      },
    ],
  })
  expect(y).toEqual(Uint8Array.of(0, 1, 0, 1))
  expect(goodLabels).toBe(1)
})

test('options drop columns, name codes, keep special values and read files without a header', async () => {
  const { table, y } = await read('7 1 -9 good\n8 2.0 3 bad\n9 02 4 good\n', {
    hasHeader: false,
    columns: ['id', 'sex', 'months', 'y'],
    categorical: ['sex'],
    specials: [-9],
    drop: ['id'],
    bad: 'bad',
  })
  expect(table.columns).toEqual([
    { kind: 'categorical', name: 'sex', codes: Int32Array.of(0, 1, 1), categories: ['1', '2'] },
    { kind: 'numeric', name: 'months', values: Float64Array.of(-9, 3, 4), specials: [-9] },
  ])
  expect(y).toEqual(Uint8Array.of(0, 1, 0))
})

test('columns without a name are numbered, and a column of gaps is one of missing numbers', async () => {
  const { table } = await read(',b,y\n5,NA,1\n6,,0\n')
  expect(table.columns.map(({ name }) => name)).toEqual(['c1', 'b'])
  expect(table.columns[1]).toMatchObject({ kind: 'numeric', values: Float64Array.of(NaN, NaN) })
  const unnamed = await read('1,5\n0,6\n', { hasHeader: false, label: 'c1' })
  expect(unnamed.table.columns[0]?.name).toBe('c2')
})

test('the label of a bad may be typed as another number, and other labels are told', async () => {
  const { y, goodLabels } = await read('a,y\n1,1.0\n2,0\n3,2\n', { bad: '1' })
  expect(y).toEqual(Uint8Array.of(1, 0, 0))
  expect(goodLabels).toBe(2)
})

test.each<[string, string, Partial<TableOptions>, string]>([
  ['a missing label column', 'a,b\n1,2\n', {}, 'column y: there is no such column'],
  ['a dropped column that is not there', 'a,y\n1,1\n', { drop: ['z'] }, 'column z: there is no'],
  ['a dropped label', 'a,y\n1,1\n', { drop: ['y'] }, 'column y: asked for and dropped too'],
  ['a bad value that never occurs', 'a,y\n1,0\n', {}, 'column y: no row has the label of a bad'],
  ['a missing label', 'a,y\n1,1\n2,\n', {}, 'line 3, column y: the label is missing'],
  ['two columns of one name', 'a,a,y\n1,2,1\n', {}, 'column a: two columns have this name'],
  ['a short record', 'a,y\n1,1\n\n2\n', {}, 'line 4: 1 fields where there are 2 columns'],
  ['an infinite number', 'a,y\n1,1\n-inf,0\n', {}, 'line 3, column a: the number is infinite'],
  ['a number beyond doubles', 'a,y\n1e999,1\n', {}, 'line 2, column a: the number is infinite'],
  ['a label alone', 'y\n1\n0\n', {}, 'there is no column beside the label'],
  ['a header alone', 'a,y\n', {}, 'the file has no rows'],
  ['an empty file', '', {}, 'the file has no rows'],
  ['too few names', '1,2\n', { hasHeader: false, columns: ['y'] }, 'line 1: 1 names of columns'],
])('error: %s is refused', async (_, text, options, message) => {
  await expect(read(text, options)).rejects.toThrowError(`input.invalid: ${message}`)
})

test('error: a column of names is refused, and none of them is told', async () => {
  const rows = Array.from({ length: 60 }, (_, row) => `person ${row},${row % 2}`)
  const refused = expect(read(`who,y\n${rows.join('\n')}`)).rejects
  await refused.toThrowError('line 2, column who: nearly every row has a word of its own')
  await refused.not.toThrowError('person')
})

test('error: a file that is not there is not found, and a folder is none', async () => {
  const columns = { label: 'y', bad: '1' }
  await expect(readTable(join(dir, 'none.csv'), columns)).rejects.toThrowError('file.not_found')
  await expect(readTable(dir, columns)).rejects.toThrowError('file.wrong_kind')
})

const german = sharedFile('data/german/german.data')
describe.skipIf(german === null)('the Statlog file', () => {
  test('is read past its blank first line, without a header', async () => {
    const columns = [...Array.from({ length: 20 }, (_, at) => `a${at + 1}`), 'y']
    const options = { hasHeader: false, columns, label: 'y', bad: '2' }
    const { table, y } = await readTable(german as string, options)
    expect(table.rows).toBe(1000)
    expect(y.reduce((sum, label) => sum + label, 0)).toBe(300)
    expect(table.columns.filter(({ kind }) => kind === 'categorical')).toHaveLength(13)
  })
})

import { takeRows } from '@creditmesh/agency-node/analysis/table.ts'
import { fitForest, predictForest } from '@creditmesh/agency-node/analysis/trees/forest.ts'
import {
  fitForestInThreads,
  predictForestInThreads,
} from '@creditmesh/agency-node/scoring/trees/forestInThreads.ts'
import { openTreePool, type TreePool } from '@creditmesh/agency-node/scoring/trees/treePool.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { randomTable } from '../../analysis/trees/randomTable.ts'

const { table, y } = randomTable(500, 12)
const options = { seed: 5, trees: 30 }
let pool: TreePool

beforeAll(() => {
  pool = openTreePool({ threads: 2 })
})

afterAll(() => pool[Symbol.asyncDispose]())

test('threads grow the very forest that one thread grows, and score alike', async () => {
  const alone = fitForest(table, y, options)
  await using single = openTreePool({ threads: 1 })
  for (const threads of [pool, single]) {
    const model = await fitForestInThreads(threads, table, y, options)
    expect(model).toEqual(alone)
    expect(await predictForestInThreads(threads, model, table)).toEqual(predictForest(alone, table))
  }
})

test('no rows, or one, are scored too', async () => {
  const model = await fitForestInThreads(pool, table, y, options)
  expect(await predictForestInThreads(pool, model, takeRows(table, []))).toHaveLength(0)
  const one = takeRows(table, [7])
  expect(await predictForestInThreads(pool, model, one)).toEqual(predictForest(model, one))
})

test('progress counts every tree, rising', async () => {
  const seen: number[] = []
  const onProgress = (done: number, total: number) => {
    expect(total).toBe(30)
    seen.push(done)
  }
  await fitForestInThreads(pool, table, y, { ...options, onProgress })
  expect(seen).toEqual(seen.toSorted((a, b) => a - b))
  expect(seen.at(-1)).toBe(30)
})

test('error: stopped by its signal, it rejects with the reason, and the pool goes on', async () => {
  const controller = new AbortController()
  const reason = new Error('the officer went home')
  const stopped = fitForestInThreads(pool, table, y, {
    ...options,
    trees: 5000,
    signal: controller.signal,
    onProgress: (done) => done > 3 && controller.abort(reason),
  })
  await expect(stopped).rejects.toBe(reason)
  const before = fitForestInThreads(pool, table, y, { ...options, signal: controller.signal })
  await expect(before).rejects.toBe(reason)
  const model = await fitForestInThreads(pool, table, y, options)
  expect(model).toEqual(fitForest(table, y, options))
})

test('error: what fails in a thread keeps its code and its stack', async () => {
  // So many draws of one row that no pair of counts holds them: found out where trees grow.
  const weights = y.map((_, row) => (row === 0 ? 1 : 0))
  const failed = fitForestInThreads(pool, table, y, { ...options, weights, draws: 70_000 })
  await expect(failed).rejects.toMatchObject({ code: 'analysis.invalid_input' })
  const error = await failed.catch((thrown: Error) => thrown)
  expect((error as Error).cause).toMatchObject({ stack: expect.stringContaining('giniGrower') })
})

test('error: input that no forest can be grown on is refused before any thread is asked', async () => {
  const refused = fitForestInThreads(pool, table, new Uint8Array(500), options)
  await expect(refused).rejects.toMatchObject({ code: 'analysis.one_class' })
  const model = fitForest(table, y, options)
  const other = { ...table, columns: table.columns.slice(1) }
  await expect(predictForestInThreads(pool, model, other)).rejects.toMatchObject({
    code: 'model.features_mismatch',
  })
})

test('error: a closed pool refuses', async () => {
  const closed = openTreePool({ threads: 1 })
  await closed[Symbol.asyncDispose]()
  await expect(fitForestInThreads(closed, table, y, options)).rejects.toMatchObject({
    code: 'internal.unexpected',
  })
})

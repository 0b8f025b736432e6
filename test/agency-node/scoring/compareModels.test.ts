import { compareOn } from '@creditmesh/agency-node/scoring/compareModels.ts'
import { fitInThread } from '@creditmesh/agency-node/scoring/fitInThread.ts'
import { loadModel } from '@creditmesh/agency-node/scoring/loadModel.ts'
import { fitArtefact, trainModel } from '@creditmesh/agency-node/scoring/train.ts'
import {
  readTrainingTable,
  type TrainingTable,
} from '@creditmesh/agency-node/scoring/trainingTable.ts'
import { beforeAll, expect, test } from 'vitest'
import { population } from './population.ts'

const options = { labelDefinition: 'made up' }
let table: TrainingTable
beforeAll(async () => {
  table = await readTrainingTable(population(1_500))
})

test('two models are judged on people whom neither has seen', () => {
  const card = loadModel(fitArtefact(table, options))
  const other = loadModel(
    fitArtefact(table, { ...options, family: 'lr', seed: { name: 'other', split: 1 } }),
  )
  const { rows, metrics, delong } = compareOn(table, [card, other])
  expect(rows).toBeGreaterThan(50)
  expect(rows).toBeLessThan(0.3 * 1_500)
  expect(metrics.map(({ auc }) => auc)).toEqual(delong.auc)
  expect(metrics[0].rows).toBe(rows)
})

test('a model differs from itself in nobody', () => {
  const card = loadModel(fitArtefact(table, options))
  const { delong, onlyFirstAccepts, onlySecondAccepts, metrics } = compareOn(table, [card, card])
  expect(delong).toMatchObject({ z: 0, p: 1 })
  expect([onlyFirstAccepts.rows, onlySecondAccepts.rows]).toEqual([0, 0])
  expect(metrics[0]).toEqual(card.artefact.metrics.test)
})

test('error: a model of other people cannot be compared on these', async () => {
  const card = loadModel(fitArtefact(table, options))
  const stranger = await trainModel(population(600), options)
  expect(() => compareOn(table, [card, stranger])).toThrowError('usage.invalid')
})

test('a thread fits the same model, to the bit, and can be called off', async () => {
  const here = await trainModel(population(600), options)
  const there = await trainModel(population(600), { ...options, fit: fitInThread })
  expect(there.id).toBe(here.id)
  const aborted = AbortSignal.abort(new Error('called off'))
  await expect(fitInThread({ table, options }, aborted)).rejects.toThrowError('called off')
})

test('error: what fails in the thread fails here with the same code', async () => {
  const goods = { ...table, y: table.y.map(() => 0) }
  await expect(fitInThread({ table: goods, options })).rejects.toThrowError('model.training_failed')
})

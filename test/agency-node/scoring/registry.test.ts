import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LoadedModel } from '@creditmesh/agency-node/scoring/loadModel.ts'
import { openModelRegistry } from '@creditmesh/agency-node/scoring/registry.ts'
import { trainModel } from '@creditmesh/agency-node/scoring/train.ts'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { population } from './population.ts'

let models: LoadedModel[]
let folder: string
beforeAll(async () => {
  const train = (modelVersion: string) =>
    trainModel(population(600), { labelDefinition: 'made up', modelVersion })
  models = [await train('1'), await train('2')]
})
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'creditmesh-models-'))
})
afterEach(() => rm(folder, { recursive: true }))

const [first, second] = [() => models[0] as LoadedModel, () => models[1] as LoadedModel]

test('a fresh registry has no model', async () => {
  const registry = await openModelRegistry(join(folder, 'deep', 'models'))
  expect(await registry.list()).toEqual([])
})

test('a model is added once, and adding it again changes nothing', async () => {
  const registry = await openModelRegistry(folder)
  const entry = await registry.add(first(), 10)
  expect(entry).toMatchObject({ id: first().id, family: 'scorecard', addedAt: 10 })
  expect(await registry.add(first(), 20)).toEqual(entry)
  expect(await registry.list()).toEqual([entry])
})

test('what was kept is there after a restart', async () => {
  const before = await openModelRegistry(folder)
  await before.add(first(), 10)
  const after = await openModelRegistry(folder)
  const found = await after.get(first().id)
  expect(found.artefact).toEqual(first().artefact)
  expect(await after.has(first().id)).toBe(true)
  expect(await after.has(second().id)).toBe(false)
  expect((await readdir(folder)).toSorted()).toEqual([`${first().id}.json`, 'registry.json'])
})

test('error: an unknown model is not found', async () => {
  const registry = await openModelRegistry(folder)
  await expect(registry.get(first().id)).rejects.toThrowError('model.not_found')
})

test('error: a file that was damaged or exchanged is refused', async () => {
  const registry = await openModelRegistry(folder)
  await registry.add(first(), 10)
  await writeFile(join(folder, `${first().id}.json`), JSON.stringify(second().artefact))
  await expect(registry.get(first().id)).rejects.toThrowError('model.invalid')
  await writeFile(join(folder, 'registry.json'), '{"half":')
  await expect(registry.list()).rejects.toThrowError('model.invalid')
})

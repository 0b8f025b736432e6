import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LoadedModel } from '@creditmesh/agency-node/scoring/loadModel.ts'
import { openModelRegistry } from '@creditmesh/agency-node/scoring/registry.ts'
import { trainScorecard } from '@creditmesh/agency-node/scoring/train.ts'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { population } from './population.ts'

let models: LoadedModel[]
let folder: string
beforeAll(async () => {
  const train = (modelVersion: string) =>
    trainScorecard(population(600), { labelDefinition: 'made up', modelVersion })
  models = [await train('1'), await train('2')]
})
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'creditmesh-models-'))
})
afterEach(() => rm(folder, { recursive: true }))

const [first, second] = [() => models[0] as LoadedModel, () => models[1] as LoadedModel]

test('a fresh registry has no model and no champion', async () => {
  const registry = await openModelRegistry(join(folder, 'deep', 'models'))
  expect(await registry.list()).toEqual([])
  expect(await registry.champion()).toBeNull()
})

test('a model added is a draft, and adding it again changes nothing', async () => {
  const registry = await openModelRegistry(folder)
  const entry = await registry.add(first(), 10)
  expect(entry).toMatchObject({ id: first().id, status: 'draft', addedAt: 10 })
  expect(await registry.add(first(), 20)).toEqual(entry)
  expect(await registry.list()).toEqual([entry])
  expect(await registry.champion()).toBeNull()
})

test('there is one champion, the former one retires', async () => {
  const registry = await openModelRegistry(folder)
  await registry.add(first(), 10)
  await registry.add(second(), 11)
  await registry.setStatus(first().id, 'champion')
  expect((await registry.champion())?.id).toBe(first().id)
  await registry.setStatus(second().id, 'champion')
  expect((await registry.champion())?.id).toBe(second().id)
  expect((await registry.list()).map(({ status }) => status)).toEqual(['retired', 'champion'])
})

test('what was kept is there after a restart', async () => {
  const before = await openModelRegistry(folder)
  await before.add(first(), 10)
  await before.setStatus(first().id, 'champion')
  const after = await openModelRegistry(folder)
  expect(await after.champion()).toEqual(first())
  expect((await readdir(folder)).toSorted()).toEqual([`${first().id}.json`, 'registry.json'])
})

test('error: an unknown model is not found', async () => {
  const registry = await openModelRegistry(folder)
  await expect(registry.get(first().id)).rejects.toThrowError('model.not_found')
  await expect(registry.setStatus(first().id, 'champion')).rejects.toThrowError('model.not_found')
})

test('error: a file that was damaged or exchanged is refused, and cannot become champion', async () => {
  const registry = await openModelRegistry(folder)
  await registry.add(first(), 10)
  await writeFile(join(folder, `${first().id}.json`), JSON.stringify(second().artefact))
  await expect(registry.get(first().id)).rejects.toThrowError('model.invalid')
  await expect(registry.setStatus(first().id, 'champion')).rejects.toThrowError('model.invalid')
  await writeFile(join(folder, 'registry.json'), '{"half":')
  await expect(registry.list()).rejects.toThrowError('model.invalid')
})

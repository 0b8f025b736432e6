import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chooseModel } from '@creditmesh/agency-node/scoring/chooseModel.ts'
import type { LoadedModel } from '@creditmesh/agency-node/scoring/loadModel.ts'
import { type ModelRegistry, openModelRegistry } from '@creditmesh/agency-node/scoring/registry.ts'
import { trainModel } from '@creditmesh/agency-node/scoring/train.ts'
import { createScorerSlot } from '@creditmesh/agency-node/wiring/scorerSlot.ts'
import type { ModelOnChain, ModelStatus } from '@creditmesh/sdk/chain/modelViews.ts'
import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { asOf, line, population } from './population.ts'

const agency: Hex = `0x${'aa'.repeat(20)}`
let drafts: LoadedModel[]
let models: ModelRegistry

beforeAll(async () => {
  const train = (modelVersion: string) =>
    trainModel(population(600), { labelDefinition: 'made up', modelVersion })
  drafts = [await train('1'), await train('2')]
})
beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'creditmesh-models-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  models = await openModelRegistry(folder)
  for (const draft of drafts) await models.add(draft, 10)
})

const idOf = (draft: number) => (drafts[draft] as LoadedModel).id

/** What the chain says of models of this agency. */
function chainWith(statuses: Readonly<Record<Hex, ModelStatus>>) {
  const entries = Object.entries(statuses) as [Hex, ModelStatus][]
  const champion = entries.find(([, status]) => status === 'CHAMPION')?.[0] ?? null
  return {
    championOf: async () => champion,
    isApprover: async () => false,
    modelOf: async (_: Hex, modelId: Hex): Promise<ModelOnChain | null> => {
      const status = statuses[modelId]
      const proposal = { product: 'consumer-credit', round: 1, proposer: agency, proposedAtSec: 1 }
      return status === undefined ? null : { modelId, status, ...proposal }
    },
  }
}

const choose = (statuses: Readonly<Record<Hex, ModelStatus>>, allowUnapproved = false) =>
  chooseModel(
    { agency, product: 'consumer-credit', allowUnapproved },
    { models, views: chainWith(statuses) },
  )

test('the champion on chain scores, whatever drafts are newer', async () => {
  for (const allowed of [false, true]) {
    const chosen = await choose({ [idOf(0)]: 'CHAMPION', [idOf(1)]: 'PROPOSED' }, allowed)
    expect(chosen).toMatchObject({ loaded: { id: idOf(0) }, isApproved: true })
  }
})

test('without a champion nothing scores, approved or not, unless drafts are allowed', async () => {
  expect(await choose({})).toBeNull()
  expect(await choose({ [idOf(0)]: 'APPROVED', [idOf(1)]: 'CHALLENGER' })).toBeNull()
  expect(await choose({}, true)).toMatchObject({ loaded: { id: idOf(1) }, isApproved: false })
})

test('a draft that was refused or retired is passed over', async () => {
  expect(await choose({ [idOf(1)]: 'REJECTED' }, true)).toMatchObject({ loaded: { id: idOf(0) } })
  expect(await choose({ [idOf(0)]: 'RETIRED', [idOf(1)]: 'REJECTED' }, true)).toBeNull()
})

test('error: a champion whose artefact is not here is missing, and no draft takes its place', async () => {
  const elsewhere: Hex = `0x${'11'.repeat(32)}`
  await expect(choose({ [elsewhere]: 'CHAMPION' }, true)).rejects.toThrowError('model.not_found')
})

test('error: a slot keeps its model while the chain is away, and scores nobody with one that is broken', async () => {
  const first = { loaded: drafts[0] as LoadedModel, isApproved: true }
  const answers: (() => Promise<typeof first | null>)[] = [
    async () => first,
    () => Promise.reject(new MeshError('chain.unavailable')),
    () => Promise.reject(new MeshError('model.golden_mismatch')),
    async () => null,
  ]
  const slot = createScorerSlot(() => (answers.shift() as () => Promise<typeof first | null>)())
  const records = [line('one', [{}])]
  expect(slot.score(records, asOf)).toBeNull()
  expect(await slot.refresh()).toEqual({ modelId: idOf(0), isApproved: true })
  const score = slot.score(records, asOf)
  expect(score && slot.inputsOf(score)).toMatchObject({ asOf, recordIds: ['record-one'] })
  expect(await slot.refresh()).toMatchObject({ modelId: idOf(0), problem: 'chain.unavailable' })
  expect(slot.canScore()).toBe(true)
  expect(await slot.refresh()).toMatchObject({ modelId: null, problem: 'model.golden_mismatch' })
  expect(slot.canScore()).toBe(false)
  expect(await slot.refresh()).toEqual({ modelId: null, isApproved: false })
})

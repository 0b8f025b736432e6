import { type Direction, directions } from '@creditmesh/agency-node/analysis/network/csr.ts'
import {
  exposureFeatures,
  pageRankExposure,
  spreadingExposure,
} from '@creditmesh/agency-node/analysis/network/exposureFeatures.ts'
import { notCustomer } from '@creditmesh/agency-node/analysis/network/linkBased.ts'
import { personalizedPageRank } from '@creditmesh/agency-node/analysis/network/personalizedPageRank.ts'
import { relativeExposure } from '@creditmesh/agency-node/analysis/network/relativeExposure.ts'
import { blockNetwork } from '@creditmesh/agency-node/scoring/graph/blockNetwork.ts'
import {
  engineExposureFeatures,
  engineRelativeExposure,
} from '@creditmesh/agency-node/scoring/graph/engineExposure.ts'
import {
  type GraphEngine,
  openGraphEngine,
} from '@creditmesh/agency-node/scoring/graph/graphEngine.ts'
import { rowsOfCsr } from '@creditmesh/agency-node/scoring/graph/linkRows.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { callNetworksOf, randomCalls } from '../../analysis/network/smallNetworks.ts'

const nodes = 400
const networks = callNetworksOf(nodes, randomCalls(nodes, 1500, 8))
const late = Array.from({ length: nodes }, (_, node) => (node % 2 ? notCustomer : node % 5))
const subjects = Array.from({ length: 100 }, (_, i) => 4 * i)
const folds = subjects.map((_, row) => row % 3)

let engines: Record<Direction, GraphEngine>

beforeAll(() => {
  const entries = directions.map((direction) => [
    direction,
    openGraphEngine(blockNetwork(rowsOfCsr(networks[direction])), { threads: 1 }),
  ])
  engines = Object.fromEntries(entries)
})

afterAll(() => Promise.all(directions.map((direction) => engines[direction].close())))

test('features from engines are those of the plain functions, to the last bit', async () => {
  const request = { late, subjects, folds }
  expect(await engineExposureFeatures(networks, engines, { ...request, family: 'PR' })).toEqual(
    exposureFeatures(networks, { ...request, family: 'PR', propagate: pageRankExposure() }),
  )
  const options = { threshold: 0.01 }
  expect(
    await engineExposureFeatures(networks, engines, { ...request, family: 'SPA', options }),
  ).toEqual(
    exposureFeatures(networks, {
      ...request,
      family: 'SPA',
      propagate: spreadingExposure(options),
    }),
  )
})

test('progress counts every propagation', async () => {
  const seen: [number, number][] = []
  const onProgress = (done: number, total: number) => seen.push([done, total])
  await engineExposureFeatures(networks, engines, {
    late,
    subjects,
    folds,
    family: 'PR',
    onProgress,
  })
  expect(seen.at(-1)).toEqual([36, 36])
})

test('relative exposure compares two restarts', async () => {
  const exposed = await engineRelativeExposure(engines.UD, { delinquent: [1, 2], benign: [3] })
  const plain = (sources: number[]) => personalizedPageRank(networks.UD, sources).scores
  expect(exposed).toEqual(relativeExposure(plain([1, 2]), plain([3])))
})

test('error: a signal stops between and within propagations', async () => {
  const cancel = new AbortController()
  const work = engineExposureFeatures(networks, engines, {
    ...{ late, subjects, folds, family: 'PR' },
    signal: cancel.signal,
    onProgress: () => cancel.abort(new Error('enough')),
  })
  await expect(work).rejects.toThrowError('enough')
})

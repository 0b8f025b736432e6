import type { ModelArtefact } from '@creditmesh/agency-node/scoring/artefact.ts'
import type { CardParams } from '@creditmesh/agency-node/scoring/families/scorecardFamily.ts'
import { parseCard } from '@creditmesh/agency-node/scoring/families/scorecardFamily.ts'
import { type LoadedModel, loadModel } from '@creditmesh/agency-node/scoring/loadModel.ts'
import { trainModel } from '@creditmesh/agency-node/scoring/train.ts'
import { canonicalJson } from '@creditmesh/sdk/crypto/canonicalJson.ts'
import { beforeAll, expect, test } from 'vitest'
import { population } from './population.ts'

type CardArtefact = ModelArtefact & { params: CardParams }

let model: LoadedModel
beforeAll(async () => {
  model = await trainModel(population(600), { labelDefinition: 'made up' })
})

/** A copy through JSON, changed: what a file that somebody edited would give. */
function edited(change: (artefact: CardArtefact) => void): unknown {
  const copy: CardArtefact = JSON.parse(canonicalJson(model.artefact))
  change(copy)
  return copy
}

test('an artefact read back has the same id', () => {
  expect(
    loadModel(
      edited(() => {}),
      model.id,
    ).id,
  ).toBe(model.id)
})

test('the golden cases visit every bin of every feature', () => {
  const { golden, featureNames, params } = model.artefact
  const { features } = parseCard(params)
  for (const { name, binning } of features) {
    const visited = new Set(golden.vectors.map(({ values }) => values[featureNames.indexOf(name)]))
    expect(visited.has(null)).toBe(true)
    for (const cut of binning.cuts) {
      expect(visited.has(cut)).toBe(true)
      expect(visited.has(cut + 1)).toBe(true)
    }
  }
})

test('error: points, cuts and scale that were changed no longer replay', () => {
  const changes: ((artefact: CardArtefact) => void)[] = [
    ({ params: { features } }) => {
      const points = features[0]?.points as number[]
      points[0] = (points[0] as number) + 1
    },
    ({ params: { features } }) => {
      const cuts = features[0]?.binning.cuts as number[]
      cuts[0] = (cuts[0] as number) - 1
    },
    (artefact) => {
      artefact.params.basePoints += 1
    },
    ({ scale }) => {
      scale.pdo = 40
    },
  ]
  for (const change of changes) {
    expect(() => loadModel(edited(change))).toThrowError('model.golden_mismatch')
  }
})

test('error: a feature set or order that is unknown here is refused', () => {
  const newer = edited((artefact) => {
    artefact.featureSet = 'ucr-tradeline/3'
  })
  const reordered = edited(({ featureNames }) => {
    featureNames.reverse()
  })
  expect(() => loadModel(newer)).toThrowError('model.unknown_features')
  expect(() => loadModel(reordered)).toThrowError('model.unknown_features')
})

test('error: another artefact than the one of the id is refused', () => {
  const renamed = edited((artefact) => {
    artefact.modelVersion = '2'
  })
  expect(() => loadModel(renamed, model.id)).toThrowError('model.invalid')
})

test('error: what is no scorecard is refused', () => {
  const shortened = edited(({ params: { features } }) => {
    features[0]?.points.pop()
  })
  const unsorted = edited(({ params: { features } }) => {
    features[0]?.binning.cuts.push(-1)
  })
  for (const document of [null, {}, 'model', shortened, unsorted]) {
    expect(() => loadModel(document)).toThrowError('model.invalid')
  }
})

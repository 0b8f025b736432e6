import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { z } from 'zod'
import { artefactSchema, type ModelArtefact, modelIdOf } from './artefact.ts'
import { compileModel } from './families/compileModel.ts'
import type { RiskModel } from './families/riskModel.ts'
import { featureNames, featureSet } from './featureCatalogue.ts'
import { replayGoldenCases } from './goldenCases.ts'

/** An artefact that has proven to give here what it gave where it was trained. Only `loadModel` makes one. */
export interface LoadedModel {
  readonly id: Hex
  readonly artefact: ModelArtefact
  readonly model: RiskModel
}

const versionSchema = z.object({ featureSet: z.string(), featureNames: z.array(z.string()) })

/**
 * Takes parsed JSON. Throws `model.unknown_features` for another feature set, `model.invalid` for anything that is no
 * model or not the one with `expectedId`, `model.golden_mismatch` if it no longer replays.
 */
export function loadModel(document: unknown, expectedId?: Hex): LoadedModel {
  requireKnownFeatures(document)
  const parsed = artefactSchema.safeParse(document)
  if (!parsed.success) throw unreadable(parsed.error.issues[0]?.path.join('.') ?? '')
  const artefact = parsed.data
  requireConsistent(artefact)
  const id = modelIdOf(artefact)
  // Before anything of it runs: parameters of a stranger's making could keep a family busy for ever.
  if (expectedId !== undefined && id !== expectedId) {
    throw new MeshError('model.invalid', {
      detail: 'The artefact is not the one of this id.',
      details: { expected: expectedId, found: id },
    })
  }
  const model = compileModel(artefact)
  replayGoldenCases(artefact, model)
  return { id, artefact, model }
}

function requireKnownFeatures(document: unknown): void {
  const parsed = versionSchema.safeParse(document)
  if (!parsed.success) throw unreadable('featureSet')
  const found = parsed.data
  const isKnown =
    found.featureSet === featureSet && found.featureNames.join() === featureNames.join()
  if (isKnown) return
  throw new MeshError('model.unknown_features', {
    details: { known: featureSet, found: found.featureSet },
  })
}

/** What the schema cannot say: every reference is a feature's, and no feature is in two families. */
function requireConsistent({ positiveOnly, references }: ModelArtefact): void {
  const grouped = positiveOnly.flatMap((family) => family.features)
  const isKnown = grouped.every((name) => featureNames.includes(name))
  if (!isKnown || new Set(grouped).size !== grouped.length) throw unreadable('positiveOnly')
  const names = references.features.map(({ name }) => name)
  const isWhole = references.features.every(
    ({ cuts, specials, shares }) => shares.length === cuts.length + specials.length + 2,
  )
  if (!isWhole || names.join() !== featureNames.join()) throw unreadable('references.features')
}

function unreadable(path: string): MeshError {
  return new MeshError('model.invalid', { details: { path } })
}

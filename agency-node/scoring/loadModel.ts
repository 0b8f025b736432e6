import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { z } from 'zod'
import { artefactSchema, modelIdOf, type ScorecardArtefact } from './artefact.ts'
import { featureNames, featureSet } from './featureCatalogue.ts'
import { replayGoldenCases } from './goldenCases.ts'

/** An artefact that has proven to give here what it gave where it was trained. Only `loadModel` makes one. */
export interface LoadedModel {
  readonly id: Hex
  readonly artefact: ScorecardArtefact
}

const versionSchema = z.object({ featureSet: z.string(), featureNames: z.array(z.string()) })

/**
 * Takes parsed JSON. Throws `model.unknown_features` for another feature set, `model.invalid` for anything that is no
 * scorecard or not the one with `expectedId`, `model.golden_mismatch` if it no longer replays.
 */
export function loadModel(document: unknown, expectedId?: Hex): LoadedModel {
  requireKnownFeatures(document)
  const parsed = artefactSchema.safeParse(document)
  if (!parsed.success) throw unreadable(parsed.error.issues[0]?.path.join('.') ?? '')
  const artefact = parsed.data
  requireConsistent(artefact)
  const id = modelIdOf(artefact)
  if (expectedId !== undefined && id !== expectedId) {
    throw new MeshError('model.invalid', {
      detail: 'The artefact is not the one of this id.',
      details: { expected: expectedId, found: id },
    })
  }
  replayGoldenCases(artefact)
  return { id, artefact }
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

/** What the schema cannot say: every bin has its points, its weight and its reason, and every name is known. */
function requireConsistent({ features, positiveOnly }: ScorecardArtefact): void {
  const names = features.map(({ name }) => name)
  for (const { name, binning, points, woe, reasons, shares } of features) {
    const bins = binning.cuts.length + binning.specials.length + 2
    const isAscending = binning.cuts.every(
      (cut, at) => at === 0 || cut > (binning.cuts[at - 1] as number),
    )
    const isWhole = [points, woe, reasons, shares].every((list) => list.length === bins)
    if (!isAscending || !isWhole || !featureNames.includes(name))
      throw unreadable(`features.${name}`)
  }
  const grouped = positiveOnly.flatMap((family) => family.features)
  if (new Set(names).size !== names.length || new Set(grouped).size !== grouped.length) {
    throw unreadable('features')
  }
}

function unreadable(path: string): MeshError {
  return new MeshError('model.invalid', { details: { path } })
}

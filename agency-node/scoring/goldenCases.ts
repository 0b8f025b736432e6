import { canonicalJson } from '@creditmesh/sdk/crypto/canonicalJson.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { Cell } from '../analysis/scorecard/binning.ts'
import type { ArtefactFeature, GoldenCases, ScorecardArtefact } from './artefact.ts'
import { assess, assessValues, type CardModel, expectationOf } from './assess.ts'
import { featureNames } from './featureCatalogue.ts'
import { goldenFiles } from './goldenFiles.ts'

export function goldenCasesOf(model: CardModel): GoldenCases {
  const files = goldenFiles(model.currency).map(({ asOf, records }) => {
    const assessment = assess(model, records, asOf)
    const values = assessment.vector === null ? null : [...assessment.vector.values]
    return { asOf, records, values, expected: expectationOf(assessment) }
  })
  const vectors = probes(model.features).map((values) => ({
    values: [...values],
    expected: expectationOf(assessValues(model, values)),
  }))
  return { files, vectors }
}

/** Throws `model.golden_mismatch` when this code no longer gives what the model gave when it was trained. */
export function replayGoldenCases(artefact: ScorecardArtefact): void {
  artefact.golden.files.forEach(({ asOf, records, values, expected }, at) => {
    const assessment = assess(artefact, records, asOf)
    const got = assessment.vector === null ? null : [...assessment.vector.values]
    requireSame(
      { values: got, expected: expectationOf(assessment) },
      { values, expected },
      `file ${at}`,
    )
  })
  artefact.golden.vectors.forEach(({ values, expected }, at) => {
    requireSame(
      { expected: expectationOf(assessValues(artefact, values)) },
      { expected },
      `vector ${at}`,
    )
  })
}

type Comparable = Pick<GoldenCases['vectors'][number], 'expected'> & {
  readonly values?: Cell[] | null
}

function requireSame(got: Comparable, expected: Comparable, name: string): void {
  if (canonicalJson(got) === canonicalJson(expected)) return
  throw new MeshError('model.golden_mismatch', {
    detail: `The golden ${name} gives another result.`,
  })
}

/** Vectors that together visit each bin of each feature, at both sides of every cut. */
function probes(features: readonly ArtefactFeature[]): Cell[][] {
  const visits = features.map(({ binning: { cuts, specials } }) => [
    ...cuts.flatMap((cut) => [Math.floor(cut), Math.floor(cut) + 1]),
    ...specials,
    null,
  ])
  const most = Math.max(...visits.map((values) => values.length))
  return Array.from({ length: most }, (_, round) => {
    const vector: Cell[] = featureNames.map(() => null)
    features.forEach(({ name }, at) => {
      const values = visits[at] as Cell[]
      vector[featureNames.indexOf(name)] = values[round % values.length] as Cell
    })
    return vector
  })
}

import { canonicalJson } from '@creditmesh/sdk/crypto/canonicalJson.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { Cell } from '../analysis/scorecard/binning.ts'
import type { GoldenCases, ModelArtefact } from './artefact.ts'
import { assess, expectationOf } from './assess.ts'
import type { ModelCore } from './families/compileModel.ts'
import type { RiskModel } from './families/riskModel.ts'
import { parseCard } from './families/scorecardFamily.ts'
import { featureNames } from './featureCatalogue.ts'
import { goldenFiles } from './goldenFiles.ts'

export function goldenCasesOf(core: ModelCore, model: RiskModel): GoldenCases {
  const { currency } = core
  const files = goldenFiles(currency).map(({ asOf, records }) => {
    const assessment = assess(model, records, { asOf, currency })
    const values = assessment.vector === null ? null : [...assessment.vector.values]
    return { asOf, records, values, expected: expectationOf(assessment) }
  })
  const vectors = probes(placesToProbe(core)).map((values) => ({
    values: [...values],
    expected: expectationOf(model.judge(values)),
  }))
  return { files, vectors }
}

/** Throws `model.golden_mismatch` when this code no longer gives what the model gave when it was trained. */
export function replayGoldenCases({ golden, currency }: ModelArtefact, model: RiskModel): void {
  golden.files.forEach(({ asOf, records, values, expected }, at) => {
    const assessment = assess(model, records, { asOf, currency })
    const got = assessment.vector === null ? null : [...assessment.vector.values]
    requireSame(
      { values: got, expected: expectationOf(assessment) },
      { values, expected },
      `file ${at}`,
    )
  })
  golden.vectors.forEach(({ values, expected }, at) => {
    requireSame({ expected: expectationOf(model.judge(values)) }, { expected }, `vector ${at}`)
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

interface Place {
  readonly name: string
  readonly cuts: readonly number[]
  readonly specials: readonly number[]
}

/** Where a scorecard has its bins; elsewhere the deciles of the training rows. */
function placesToProbe({ family, params, references }: ModelCore): Place[] {
  if (family !== 'scorecard') return references.features
  return parseCard(params).features.map(({ name, binning }) => ({ name, ...binning }))
}

/** Vectors that together visit each place of each feature, at both sides of every cut. */
function probes(places: readonly Place[]): Cell[][] {
  const visits = places.map(({ cuts, specials }) => [
    ...cuts.flatMap((cut) => [Math.floor(cut), Math.floor(cut) + 1]),
    ...specials,
    null,
  ])
  const most = Math.max(...visits.map((values) => values.length))
  return Array.from({ length: most }, (_, round) => {
    const vector: Cell[] = featureNames.map(() => null)
    places.forEach(({ name }, at) => {
      const values = visits[at] as Cell[]
      vector[featureNames.indexOf(name)] = values[round % values.length] as Cell
    })
    return vector
  })
}

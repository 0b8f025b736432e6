import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { ProfitParameters } from '../analysis/judgement/expectedMaximumProfit.ts'
import type { PointsScale, PositiveOnlyFamily } from '../analysis/scorecard/scorecard.ts'
import type { ModelFamily } from './families/familyNames.ts'
import { featureNames } from './featureCatalogue.ts'

export interface TrainOptions {
  readonly family?: ModelFamily
  readonly modelVersion?: string
  /** What the score is for: 1 to 31 bytes. */
  readonly product?: string
  /** In words: what makes a person bad, and within what time. */
  readonly labelDefinition: string
  /** The split of SCORING 3: `name:row`, or `name#split:row`. Rows count the people with a file, in the order given. */
  readonly seed?: { readonly name: string; readonly split: number }
  /** As many goods as bads in training, the prior corrected afterwards. */
  readonly undersampled?: boolean
  readonly scale?: PointsScale
  readonly positiveOnly?: readonly PositiveOnlyFamily[]
  /** For the cut-off: the loss of a default as a share of the loan, and what a good earns. */
  readonly profit?: ProfitParameters
  /** Of the scorecard. */
  readonly l2?: number
  readonly maxBins?: number
  readonly minimumShare?: number
  readonly minimumInformation?: number
  readonly maxCorrelation?: number
}

/** What a portfolio is taken for that says nothing else (Verbraken and others 2014, section 5). */
export const usualProfit: ProfitParameters = { p0: 0.55, p1: 0.1, roi: 0.2644 }

export const usualProduct = 'consumer-credit'

/** A family with a misspelt name would protect nobody. */
export function requireKnownFamilies(families: readonly PositiveOnlyFamily[]): void {
  const unknown = families
    .flatMap(({ features }) => features)
    .filter((name) => !featureNames.includes(name))
  if (unknown.length === 0) return
  throw new MeshError('model.training_failed', {
    detail: 'A positive-only family names an unknown feature.',
    details: { unknown },
  })
}

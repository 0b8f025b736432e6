import type { Cell } from '../../analysis/scorecard/binning.ts'
import type { ReasonName } from '../../analysis/scorecard/reasonCodes.ts'
import type { PositiveOnlyFamily } from '../../analysis/scorecard/scorecard.ts'
import {
  type FeatureDefinition,
  featureCatalogue,
  isTold,
  missingReason,
} from '../featureCatalogue.ts'
import type { ToldLoss } from './riskModel.ts'

export interface Attributed {
  /** As the model saw them, in the order of the catalogue. */
  readonly values: readonly Cell[]
  /** What each added to the score. */
  readonly points: Int32Array
  readonly typical: readonly Cell[]
  readonly positiveOnly: readonly PositiveOnlyFamily[]
}

/**
 * What each feature cost, in a model that is no scorecard, as far as it is a reason. A model may weigh a feature against
 * its direction among others; then the reason's sentence would be untrue of the person, and it is not told: hers must be
 * on the risky side of the typical value. A positive-only feature is never a reason.
 */
export function attributedLosses(attributed: Attributed): ToldLoss[] {
  const { values, points, typical, positiveOnly } = attributed
  const isProtected = new Set(positiveOnly.flatMap(({ features }) => features))
  return featureCatalogue.flatMap((definition, at) => {
    if (isProtected.has(definition.name)) return []
    const name = reasonOf(definition, values, {
      value: values[at] ?? null,
      typical: typical[at] ?? null,
    })
    if (name === null) return []
    return [{ feature: definition.name, name, lost: Math.max(0, -(points[at] as number)) }]
  })
}

function reasonOf(
  definition: FeatureDefinition,
  values: readonly Cell[],
  { value, typical }: { readonly value: Cell; readonly typical: Cell },
): ReasonName | null {
  const { trend, specials, reason, specialReason } = definition
  if (value === null) return missingReason
  if (specials.includes(value)) return specialReason
  if (!isTold(definition, values)) return null
  // Against a code or a gap there is no side to be on.
  if (typical === null || specials.includes(typical)) return reason
  const isRiskier = trend === 'rising' ? value > typical : value < typical
  return isRiskier ? reason : null
}

import { missingBin } from '../analysis/scorecard/binning.ts'
import { binPointsOf, type PointsScale } from '../analysis/scorecard/scorecard.ts'
import type { Candidate } from './evidence.ts'
import type { CardFeature } from './families/scorecardFamily.ts'
import { missingReason } from './featureCatalogue.ts'
import type { FittedFeature } from './fitCard.ts'

/** The published form of a fitted feature: points, reasons and reference shares by bin. */
export function toCardFeature(
  { candidate, coefficient }: FittedFeature,
  scale: PointsScale,
): CardFeature {
  const { definition, binning, table } = candidate
  const rows = table.bins.reduce((sum, { good, bad }) => sum + good + bad, 0)
  return {
    name: definition.name,
    trend: definition.trend,
    binning: { cuts: [...binning.cuts], specials: [...binning.specials] },
    woe: table.woe,
    informationValue: table.iv,
    coefficient,
    points: binPointsOf(scale, { coefficient, woe: table.woe }),
    neutralPoints: 0,
    reasons: reasonsByBin(candidate),
    shares: table.bins.map(({ good, bad }) => (good + bad) / rows),
  }
}

function reasonsByBin({ definition, binning, table }: Candidate): CardFeature['reasons'] {
  return table.bins.map((_, bin) => {
    if (bin === missingBin(binning)) return missingReason
    return bin > binning.cuts.length ? definition.specialReason : definition.reason
  })
}

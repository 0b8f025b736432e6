import type { UcrRecord } from '@creditmesh/sdk/wire/records/record.ts'
import { noFileFound, noUsableAccount, type ReasonName } from '../analysis/scorecard/reasonCodes.ts'
import type { GoldenExpectation } from './artefact.ts'
import type { Judgement, RiskModel } from './families/riskModel.ts'
import { type FeatureVector, featuresOf } from './features.ts'

export interface Assessment extends Pick<Judgement, 'perFeature' | 'lifts' | 'basePoints'> {
  readonly vector: FeatureVector | null
  readonly score: number | null
  readonly probabilityOfDefault: number | null
  readonly reasons: readonly ReasonName[]
}

/**
 * Judges one person's records. Of a thin file nothing is known that could be scored: a number would read as an opinion, so
 * there is none, and the one reason is that there is no file, or no account in it.
 */
export function assess(
  model: RiskModel,
  records: readonly UcrRecord[],
  context: { readonly asOf: number; readonly currency: string },
): Assessment {
  const vector = featuresOf(records, context)
  if (vector === null) {
    return { ...unscored, reasons: [records.length === 0 ? noFileFound : noUsableAccount] }
  }
  return { ...model.judge(vector.values), vector }
}

const unscored: Omit<Assessment, 'reasons'> = {
  vector: null,
  score: null,
  probabilityOfDefault: null,
  basePoints: 0,
  perFeature: [],
  lifts: [],
}

/** What the golden cases of an artefact fix. */
export function expectationOf(assessment: Omit<Assessment, 'vector'>): GoldenExpectation {
  const { score, probabilityOfDefault, perFeature, lifts, reasons } = assessment
  const points = [...perFeature, ...lifts].map((part) => part.points)
  return { score, probabilityOfDefault, points, reasons: [...reasons] }
}

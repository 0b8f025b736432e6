import type { UcrRecord } from '@creditmesh/sdk/wire/records/record.ts'
import { noFileFound, type ReasonCode } from '../analysis/scorecard/reasonCodes.ts'
import type { GoldenExpectation } from './artefact.ts'
import type { Judgement, RiskModel } from './families/riskModel.ts'
import { type FeatureVector, featuresOf } from './features.ts'

export interface Assessment extends Pick<Judgement, 'perFeature' | 'lifts' | 'basePoints'> {
  readonly vector: FeatureVector | null
  readonly score: number | null
  readonly probabilityOfDefault: number | null
  readonly reasons: readonly ReasonCode[]
}

/**
 * Judges one person's records. Of a thin file nothing is known that could be scored: a number would read as an opinion, so
 * there is none, and the one reason is that no file was found.
 */
export function assess(
  model: RiskModel,
  records: readonly UcrRecord[],
  context: { readonly asOf: number; readonly currency: string },
): Assessment {
  const vector = featuresOf(records, context)
  if (vector === null) return thinFile
  return { ...model.judge(vector.values), vector }
}

const thinFile: Assessment = {
  vector: null,
  score: null,
  probabilityOfDefault: null,
  basePoints: 0,
  perFeature: [],
  lifts: [],
  reasons: [noFileFound],
}

/** What the golden cases of an artefact fix. */
export function expectationOf(assessment: Omit<Assessment, 'vector'>): GoldenExpectation {
  const { score, probabilityOfDefault, perFeature, lifts, reasons } = assessment
  const points = [...perFeature, ...lifts].map((part) => part.points)
  return { score, probabilityOfDefault, points, reasons: [...reasons] }
}

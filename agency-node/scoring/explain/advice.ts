import type { UcrRecord } from '@creditmesh/sdk/wire/records/record.ts'
import { type Advice, adviceOf } from '../advice.ts'
import { type FeatureContext, featuresOf } from '../features.ts'
import type { LoadedModel } from '../loadModel.ts'

export type { Advice } from '../advice.ts'

/** What would change a score, worked out from the person's records. Null for a thin file. */
export function adviceFor(
  loaded: LoadedModel,
  records: readonly UcrRecord[],
  context: FeatureContext,
): Advice | null {
  const vector = featuresOf(records, context)
  return vector && adviceOf(loaded, vector.values)
}

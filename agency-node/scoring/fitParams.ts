import { utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { sha256 } from '@creditmesh/sdk/crypto/hash.ts'
import { basePointsOf, type PointsScale } from '../analysis/scorecard/scorecard.ts'
import { takeRows } from '../analysis/table.ts'
import type { ModelArtefact } from './artefact.ts'
import { toCardFeature } from './cardFeature.ts'
import { findCandidates } from './evidence.ts'
import type { ModelFamily } from './families/familyNames.ts'
import { featureTable } from './families/featureTable.ts'
import { cardMissingRule } from './families/scorecardFamily.ts'
import { type TableFamilyName, tableFamilies } from './families/tableFamilies.ts'
import { toTypedJson } from './families/typedJson.ts'
import { fitCard } from './fitCard.ts'
import type { TrainingTable } from './trainingTable.ts'
import type { TrainOptions } from './trainOptions.ts'

/** Fewer people in a bin would make its counts say something about them. */
const leastInBin = 25

const cardDefaults = {
  l2: 1,
  maxBins: 8,
  minimumShare: 0.03,
  minimumInformation: 0.02,
  maxCorrelation: 0.95,
}

/** The rows that train, and what was left out of them. */
export interface TrainingRows {
  readonly rows: Uint32Array
  readonly goodsKept: number
}

export interface FittedParams
  extends Pick<ModelArtefact, 'params' | 'missingRule' | 'calibration'> {
  /** What was chosen, for the manifest. */
  readonly chosen: Readonly<Record<string, number>>
}

/** Fits one family on the chosen rows. */
export function fitParams(
  family: ModelFamily,
  table: TrainingTable,
  training: TrainingRows,
  options: TrainOptions & { readonly scale: PointsScale; readonly seedName: string },
): FittedParams {
  const calibration = { goodsKept: training.goodsKept }
  if (family !== 'scorecard') return { ...fitTable(family, table, training, options), calibration }
  const { scale } = options
  const chosen = chooseOptions(options)
  const card = fitCardRows(table, training.rows, chosen)
  // ln of the odds of bad before undersampling: those after it times the share of goods kept.
  const intercept = card.intercept + Math.log(training.goodsKept)
  const features = card.features.map((feature) => toCardFeature(feature, scale))
  const params = { intercept, basePoints: basePointsOf(scale, intercept), features }
  return { params, missingRule: cardMissingRule, calibration, chosen }
}

function fitTable(
  name: TableFamilyName,
  { columns, y }: TrainingTable,
  { rows }: TrainingRows,
  { seedName }: { readonly seedName: string },
) {
  const family = tableFamilies[name]
  const seed = seedNumber(seedName)
  const labels = Uint8Array.from(rows, (row) => y[row] as number)
  const fitted = family.fit(takeRows(featureTable(columns), rows), labels, seed)
  const params = toTypedJson(fitted) as ModelArtefact['params'] // a model is an object
  return { params, missingRule: family.missingRule, chosen: { seed } }
}

/** 32 bits of the name's hash: families draw by number. */
function seedNumber(name: string): number {
  return new DataView(sha256(utf8(`seed:${name}`)).buffer).getUint32(0)
}

function chooseOptions(options: TrainOptions): typeof cardDefaults {
  const given = Object.entries(options).filter(
    ([name, value]) => Object.hasOwn(cardDefaults, name) && value !== undefined,
  )
  return { ...cardDefaults, ...Object.fromEntries(given) }
}

function fitCardRows(
  { columns, y }: TrainingTable,
  rows: Uint32Array,
  chosen: typeof cardDefaults,
) {
  const { l2, minimumShare, ...choice } = chosen
  const labels = Uint8Array.from(rows, (row) => y[row] as number)
  const picked = columns.map((column) => Float64Array.from(rows, (row) => column[row] as number))
  const candidates = findCandidates(picked, labels, {
    ...choice,
    minimumCount: leastInBin,
    minimumShare: Math.min(1, Math.max(minimumShare, leastInBin / rows.length)),
  })
  return fitCard(candidates, labels, l2)
}

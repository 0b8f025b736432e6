import { MeshError } from '@creditmesh/sdk/errors.ts'
import { countClasses } from '../analysis/labels.ts'
import {
  basePointsOf,
  type PointsScale,
  type PositiveOnlyFamily,
  standardScale,
} from '../analysis/scorecard/scorecard.ts'
import { type Split, splitByHash, undersample } from '../analysis/split.ts'
import type { ScorecardArtefact } from './artefact.ts'
import { bandsOf } from './bands.ts'
import { toArtefactFeature } from './cardFeature.ts'
import { type Candidate, findCandidates } from './evidence.ts'
import { featureNames, featureSet } from './featureCatalogue.ts'
import { fitCard } from './fitCard.ts'
import { goldenCasesOf } from './goldenCases.ts'
import { judgeCard, scoreDistributionOf, scoreRows } from './judgeCard.ts'
import { type LoadedModel, loadModel } from './loadModel.ts'
import { reasonTexts } from './reasonTexts.ts'
import {
  type ReadOptions,
  readTrainingTable,
  type TrainingSubject,
  type TrainingTable,
} from './trainingTable.ts'

export interface TrainOptions {
  readonly modelVersion?: string
  /** In words: what makes a person bad, and within what time. */
  readonly labelDefinition: string
  /** The split of SCORING 3: `name:row`, or `name#split:row`. Rows count the people with a file, in the order given. */
  readonly seed?: { readonly name: string; readonly split: number }
  /** As many goods as bads in training, the prior corrected afterwards. */
  readonly undersampled?: boolean
  readonly scale?: PointsScale
  readonly positiveOnly?: readonly PositiveOnlyFamily[]
  readonly l2?: number
  readonly maxBins?: number
  readonly minimumShare?: number
  readonly minimumInformation?: number
  readonly maxCorrelation?: number
}

/** Fewer of either class cannot support bins, a test set and the privacy of who is in them. */
const leastOfEachClass = 30
/** Fewer people in a bin would make its counts say something about them. */
const leastInBin = 25

const defaults = {
  l2: 1,
  maxBins: 8,
  minimumShare: 0.03,
  minimumInformation: 0.02,
  maxCorrelation: 0.95,
}

/**
 * Fits the WoE scorecard on people with records and outcomes. The same people in the same order give the same artefact, to
 * the bit; the result has already replayed its golden cases.
 */
export async function trainScorecard(
  subjects: AsyncIterable<TrainingSubject> | Iterable<TrainingSubject>,
  { currency, onSubject, signal, ...options }: TrainOptions & ReadOptions,
): Promise<LoadedModel> {
  const table = await readTrainingTable(subjects, { currency, onSubject, signal })
  signal?.throwIfAborted()
  return loadModel(fitArtefact(table, options))
}

/** As `trainScorecard`, on a table already read: several splits of the same people need not read them again. */
export function fitArtefact(table: TrainingTable, options: TrainOptions): ScorecardArtefact {
  const { goods, bads } = requireEnough(table)
  requireKnown(options.positiveOnly ?? [])
  const { seed = { name: 'model', split: 0 }, scale = standardScale } = options
  const chosen = chooseOptions(options)
  const split = splitByHash(table.y, seed.name, seed.split)
  const { rows, goodsKept } = options.undersampled
    ? undersample(table.y, split.train, seed.name)
    : { rows: split.train, goodsKept: 1 }
  const fitted = fitRows(table, rows, chosen)
  // ln of the odds of bad before undersampling: those after it times the share of goods kept.
  const intercept = fitted.intercept + Math.log(goodsKept)
  const card = {
    scale,
    currency: table.currency,
    basePoints: basePointsOf(scale, intercept),
    features: fitted.features.map((feature) => toArtefactFeature(feature, scale)),
    positiveOnly: (options.positiveOnly ?? []).map(copyFamily),
  }
  return {
    format: 'creditmesh/scorecard/1',
    modelVersion: options.modelVersion ?? '1',
    featureSet,
    featureNames: [...featureNames],
    ...card,
    intercept,
    bands: bandsOf(scale),
    reasonTexts: { en: { ...reasonTexts.en }, zh: { ...reasonTexts.zh } },
    training: {
      dataHash: table.dataHash,
      window: table.window,
      labelDefinition: options.labelDefinition,
      seed,
      counts: { subjects: table.y.length, thinFiles: table.thinFiles, goods, bads },
      goodsKept,
      options: { ...chosen, undersampled: options.undersampled ?? false },
    },
    ...evaluated(card, table, split),
    golden: goldenCasesOf(card),
  }
}

function requireEnough({ y }: TrainingTable) {
  const { good: goods, bad: bads } = countClasses(y)
  if (goods >= leastOfEachClass && bads >= leastOfEachClass) return { goods, bads }
  throw new MeshError('model.training_failed', {
    detail: `Training needs ${leastOfEachClass} people of each outcome at least.`,
    details: { goods, bads },
  })
}

/** A family with a misspelt name would protect nobody. */
function requireKnown(families: readonly PositiveOnlyFamily[]): void {
  const unknown = families
    .flatMap(({ features }) => features)
    .filter((name) => !featureNames.includes(name))
  if (unknown.length === 0) return
  throw new MeshError('model.training_failed', {
    detail: 'A positive-only family names an unknown feature.',
    details: { unknown },
  })
}

function chooseOptions(options: TrainOptions): typeof defaults {
  const given = Object.entries(options).filter(
    ([name, value]) => Object.hasOwn(defaults, name) && value !== undefined,
  )
  return { ...defaults, ...Object.fromEntries(given) }
}

function fitRows({ columns, y }: TrainingTable, rows: Uint32Array, chosen: typeof defaults) {
  const { l2, minimumShare, ...choice } = chosen
  const labels = Uint8Array.from(rows, (row) => y[row] as number)
  const picked = columns.map((column) => Float64Array.from(rows, (row) => column[row] as number))
  const candidates: Candidate[] = findCandidates(picked, labels, {
    ...choice,
    minimumCount: leastInBin,
    minimumShare: Math.min(1, Math.max(minimumShare, leastInBin / rows.length)),
  })
  return fitCard(candidates, labels, l2)
}

function copyFamily({ name, features }: PositiveOnlyFamily) {
  return { name, features: [...features] }
}

type Card = Parameters<typeof scoreRows>[0]

function evaluated(card: Card, table: TrainingTable, { train, test }: Split) {
  const trainScores = scoreRows(card, table, train)
  return {
    scoreDistribution: scoreDistributionOf(trainScores),
    metrics: {
      train: judgeCard(card, table, { rows: train, scores: trainScores }),
      test: judgeCard(card, table, { rows: test, scores: scoreRows(card, table, test) }),
    },
  }
}

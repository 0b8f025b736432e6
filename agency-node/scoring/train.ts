import { MeshError } from '@creditmesh/sdk/errors.ts'
import { lastGrantablePurpose, purposes } from '@creditmesh/sdk/wire/purposes.ts'
import { countClasses } from '../analysis/labels.ts'
import { type PositiveOnlyFamily, standardScale } from '../analysis/scorecard/scorecard.ts'
import { type Split, splitByHash, undersample } from '../analysis/split.ts'
import { version } from '../version.ts'
import type { ModelArtefact } from './artefact.ts'
import { bandsOf } from './bands.ts'
import { compileModel, type ModelCore } from './families/compileModel.ts'
import type { RiskModel } from './families/riskModel.ts'
import { featureNames, featureSet } from './featureCatalogue.ts'
import type { FitTask, fitInThread } from './fitInThread.ts'
import { fitParams } from './fitParams.ts'
import { goldenCasesOf } from './goldenCases.ts'
import { cutOffOf, judgeScores, scoreDistributionOf } from './judgeModel.ts'
import { type LoadedModel, loadModel } from './loadModel.ts'
import { reasonTexts } from './reasonTexts.ts'
import { referencesOf } from './references.ts'
import {
  type ReadOptions,
  readTrainingTable,
  type TrainingSubject,
  type TrainingTable,
} from './trainingTable.ts'
import {
  requireKnownFamilies,
  type TrainOptions,
  usualProduct,
  usualProfit,
} from './trainOptions.ts'

/** Fewer of either class cannot support bins, a test set and the privacy of who is in them. */
const leastOfEachClass = 30

/**
 * Fits a model on people with records and outcomes. The same people in the same order give the same artefact, to the bit;
 * the result has already replayed its golden cases.
 */
export async function trainModel(
  subjects: AsyncIterable<TrainingSubject> | Iterable<TrainingSubject>,
  { currency, onSubject, signal, fit, ...options }: TrainOptions & ReadOptions & FitOptions,
): Promise<LoadedModel> {
  const table = await readTrainingTable(subjects, { currency, onSubject, signal })
  signal?.throwIfAborted()
  const fitTable = fit ?? (({ table, options }: FitTask) => fitArtefact(table, options))
  return loadModel(await fitTable({ table, options }, signal))
}

interface FitOptions {
  /** Where the fitting is done: here unless given. */
  readonly fit?: typeof fitInThread
}

/** As `trainModel`, on a table already read: several splits of the same people need not read them again. */
export function fitArtefact(table: TrainingTable, options: TrainOptions): ModelArtefact {
  const { goods, bads } = requireEnough(table)
  requireKnownFamilies(options.positiveOnly ?? [])
  const { family = 'scorecard', seed = { name: 'model', split: 0 } } = options
  const { scale = standardScale, undersampled = false } = options
  const split = splitByHash(table.y, seed.name, seed.split)
  const training = undersampled
    ? undersample(table.y, split.train, seed.name)
    : { rows: split.train, goodsKept: 1 }
  const seedName = `${seed.name}#${seed.split}`
  const fitted = fitParams(family, table, training, { ...options, scale, seedName })
  const { chosen, missingRule, ...parts } = fitted
  const core: ModelCore & Pick<ModelArtefact, 'references'> = {
    ...{ family, ...parts, scale, currency: table.currency },
    positiveOnly: (options.positiveOnly ?? []).map(copyFamily),
    references: {
      features: referencesOf(table.columns, split.train),
      scores: { cuts: [], shares: [1] },
    },
  }
  const model = compileModel(core)
  const { references, ...judged } = judgedOn(model, core, { table, split, options })
  return {
    format: 'creditmesh/model/1',
    modelVersion: options.modelVersion ?? '1',
    product: options.product ?? usualProduct,
    ...{ ...core, references, missingRule, featureSet, featureNames: [...featureNames] },
    lineage,
    bands: bandsOf(scale),
    reasonTexts: { en: { ...reasonTexts.en }, zh: { ...reasonTexts.zh } },
    training: {
      dataHash: table.dataHash,
      window: table.window,
      labelDefinition: options.labelDefinition,
      seed,
      counts: { subjects: table.y.length, thinFiles: table.thinFiles, goods, bads },
      options: { ...chosen, undersampled },
      propagation: null,
      libraries: { creditmesh: version },
    },
    ...judged,
    golden: goldenCasesOf(core, model),
  }
}

/** Features come from trade lines, under every purpose for which a person can grant them. */
const lineage = {
  categories: ['tradeline'],
  purposes: Object.keys(purposes).slice(0, lastGrantablePurpose),
}

function requireEnough({ y }: TrainingTable) {
  const { good: goods, bad: bads } = countClasses(y)
  if (goods >= leastOfEachClass && bads >= leastOfEachClass) return { goods, bads }
  throw new MeshError('model.training_failed', {
    detail: `Training needs ${leastOfEachClass} people of each outcome at least.`,
    details: { goods, bads },
  })
}

function copyFamily({ name, features }: PositiveOnlyFamily) {
  return { name, features: [...features] }
}

interface Judging {
  readonly table: TrainingTable
  readonly split: Split
  readonly options: TrainOptions
}

/** The cut-off is chosen on the training rows; the test rows only judge. */
function judgedOn(
  model: RiskModel,
  { scale, references }: ModelCore,
  { table, split, options: { profit = usualProfit } }: Judging,
) {
  const scored = (rows: Uint32Array) => ({
    scores: model.scoreRows(table.columns, rows),
    labels: Uint8Array.from(rows, (row) => table.y[row] as number),
  })
  const [train, test] = [scored(split.train), scored(split.test)]
  return {
    references: { ...references, scores: scoreDistributionOf(train.scores) },
    cutOff: cutOffOf(train, profit),
    metrics: {
      train: judgeScores(train, { scale, profit }),
      test: judgeScores(test, { scale, profit }),
    },
  }
}

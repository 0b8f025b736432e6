import { type Hex, toHex, utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { canonicalJson } from '@creditmesh/sdk/crypto/canonicalJson.ts'
import { sha256 } from '@creditmesh/sdk/crypto/hash.ts'
import { tradelineRecordSchema } from '@creditmesh/sdk/wire/records/record.ts'
import { z } from 'zod'
import { reasonNames } from '../analysis/scorecard/reasonCodes.ts'
import { modelFamilies } from './families/familyNames.ts'

// One model of any family, whole: whoever has this document and the inputs gets the same score, years later. It holds
// no person's data: counts, shares and splits of many, and golden cases that were made up.

const cell = z.int().nullable()
const count = z.int().nonnegative()
const share = z.number().min(0).max(1)
const reason = z.enum(reasonNames)
const hash = z.templateLiteral(['0x', z.string().regex(/^[0-9a-f]{64}$/)])

const metricsSchema = z.strictObject({
  rows: count,
  bads: count,
  auc: z.number(),
  gini: z.number(),
  ks: z.number(),
  brier: z.number(),
  logLoss: z.number(),
  ece: z.number(),
  emp: z.number(),
  empNoSkill: z.number(),
})

/** What the training rows were like: the typical person, and the reference for drift. */
const referenceSchema = z.strictObject({
  name: z.string(),
  /** Median; null where most had none. */
  typical: cell,
  cuts: z.array(z.number()),
  specials: z.array(z.int()),
  /** By bin, as in analysis/scorecard/binning.ts: regular, specials, missing. */
  shares: z.array(share),
})

/** Where lending stops to pay, and for whom that was computed (SCORING 2 and 5.3). */
const cutOffSchema = z.strictObject({
  /** The least score that is accepted. */
  score: z.int(),
  /** Share of the training rows REJECTED. */
  fraction: share,
  parameters: z.strictObject({ p0: share, p1: share, roi: z.number().nonnegative() }),
})

const trainingSchema = z.strictObject({
  /** SHA-256 over features and labels in the order in which they were read. */
  dataHash: hash,
  /** Months (`YYYY-MM`) of the newest and oldest records that were read. */
  window: z.strictObject({ from: z.string(), to: z.string() }),
  labelDefinition: z.string(),
  /** Seeds the hashes of the split (SCORING 3), and what a family draws at random. */
  seed: z.strictObject({ name: z.string(), split: count }),
  counts: z.strictObject({ subjects: count, thinFiles: count, goods: count, bads: count }),
  options: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
  /** Sources and thresholds of propagated exposure; null where no feature comes from a network of calls. */
  propagation: z
    .strictObject({
      method: z.enum(['personalizedPageRank', 'spreadingActivation']),
      sources: z.string(),
      restartShare: share,
      threshold: z.number().nonnegative(),
    })
    .nullable(),
  /** What fitted it: name and version. */
  libraries: z.record(z.string(), z.string()),
})

const expectedSchema = z.strictObject({
  score: z.int().nullable(),
  probabilityOfDefault: share.nullable(),
  points: z.array(z.int()),
  reasons: z.array(reason),
})

const goldenSchema = z.strictObject({
  /** Made-up people, from records to reasons. */
  files: z.array(
    z.strictObject({
      asOf: count,
      records: z.array(tradelineRecordSchema),
      values: z.array(cell).nullable(),
      expected: expectedSchema,
    }),
  ),
  /** Values on both sides of every cut, every code and every gap. */
  vectors: z.array(z.strictObject({ values: z.array(cell), expected: expectedSchema })),
})

export const artefactSchema = z.strictObject({
  format: z.literal('creditmesh/model/1'),
  modelVersion: z.string().min(1).max(64),
  /** What the score is for; an agency has one champion for each. */
  product: z.string().min(1).max(31),
  family: z.enum(modelFamilies),
  /** Of the family: its codec reads and checks them. */
  params: z.record(z.string(), z.json()),
  missingRule: z.string(),
  /** Share of the training goods kept; the probability is corrected for it, in a scorecard by its intercept. */
  calibration: z.strictObject({ goodsKept: share }),
  featureSet: z.string(),
  /** Names in the order of the values of the golden cases. */
  featureNames: z.array(z.string()),
  currency: z.string(),
  /** From the model to its features to the consents under which they may be built. */
  lineage: z.strictObject({
    categories: z.array(z.string()).min(1),
    purposes: z.array(z.string()).min(1),
  }),
  scale: z.strictObject({ baseScore: z.int(), baseOdds: z.number(), pdo: z.number() }),
  positiveOnly: z.array(z.strictObject({ name: z.string(), features: z.array(z.string()) })),
  /** Best first; a score belongs to the first band whose least score it reaches, the last has none. */
  bands: z.array(z.strictObject({ name: z.string(), leastScore: z.int().nullable() })),
  cutOff: cutOffSchema,
  reasonTexts: z.record(z.string(), z.record(reason, z.string())),
  references: z.strictObject({
    /** In the order of `featureNames`. */
    features: z.array(referenceSchema),
    scores: z.strictObject({ cuts: z.array(z.int()), shares: z.array(share) }),
  }),
  training: trainingSchema,
  metrics: z.strictObject({ train: metricsSchema, test: metricsSchema }),
  golden: goldenSchema,
})

export type ModelArtefact = z.infer<typeof artefactSchema>
export type FeatureReference = z.infer<typeof referenceSchema>
export type CutOff = z.infer<typeof cutOffSchema>
export type ModelMetrics = z.infer<typeof metricsSchema>
export type GoldenCases = z.infer<typeof goldenSchema>
export type GoldenExpectation = z.infer<typeof expectedSchema>
export type TrainingManifest = z.infer<typeof trainingSchema>

/** SHA-256 of the canonical JSON. */
export function modelIdOf(artefact: ModelArtefact): Hex {
  return toHex(sha256(utf8(canonicalJson(artefact))))
}

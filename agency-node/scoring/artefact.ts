import { type Hex, toHex, utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { canonicalJson } from '@creditmesh/sdk/crypto/canonicalJson.ts'
import { sha256 } from '@creditmesh/sdk/crypto/hash.ts'
import { tradelineRecordSchema } from '@creditmesh/sdk/wire/records/record.ts'
import { z } from 'zod'
import { reasonCodes } from '../analysis/scorecard/reasonCodes.ts'

// One scorecard, whole: whoever has this document and the records gets the same score, years later. It holds no
// person's data: counts and shares of many, and golden cases that were made up.

const cell = z.int().nullable()
const count = z.int().nonnegative()
const share = z.number().min(0).max(1)
const reason = z.enum(reasonCodes)
const hash = z.templateLiteral(['0x', z.string().regex(/^[0-9a-f]{64}$/)])

const featureSchema = z.strictObject({
  name: z.string(),
  trend: z.enum(['rising', 'falling']),
  binning: z.strictObject({ cuts: z.array(z.number()), specials: z.array(z.int()) }),
  /** By bin, in the order of analysis/binning.ts: regular, specials, missing. */
  woe: z.array(z.number()),
  informationValue: z.number(),
  /** In the log-odds of bad. */
  coefficient: z.number(),
  points: z.array(z.int()),
  neutralPoints: z.int(),
  /** What a loss of points is called, by bin. */
  reasons: z.array(reason),
  /** Shares of the training rows, by bin: the reference for drift. */
  shares: z.array(share),
})

const metricsSchema = z.strictObject({
  rows: count,
  bads: count,
  auc: z.number(),
  gini: z.number(),
  ks: z.number(),
  brier: z.number(),
  logLoss: z.number(),
  ece: z.number(),
})

const trainingSchema = z.strictObject({
  /** SHA-256 over features and labels in the order in which they were read. */
  dataHash: hash,
  /** Months (`YYYY-MM`) of the newest and oldest records that were read. */
  window: z.strictObject({ from: z.string(), to: z.string() }),
  labelDefinition: z.string(),
  /** Randomness there is none; this seeds the hashes of the split (SCORING 3). */
  seed: z.strictObject({ name: z.string(), split: count }),
  counts: z.strictObject({ subjects: count, thinFiles: count, goods: count, bads: count }),
  /** Share of the training goods kept, 1 without undersampling; the intercept is corrected for it. */
  goodsKept: share,
  options: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
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
  format: z.literal('creditmesh/scorecard/1'),
  modelVersion: z.string().min(1).max(64),
  featureSet: z.string(),
  /** Names in the order of the values of the golden cases. */
  featureNames: z.array(z.string()),
  currency: z.string(),
  scale: z.strictObject({ baseScore: z.int(), baseOdds: z.number(), pdo: z.number() }),
  /** Log-odds of bad of the average person, after the correction of the prior. */
  intercept: z.number(),
  basePoints: z.int(),
  features: z.array(featureSchema).min(1),
  positiveOnly: z.array(z.strictObject({ name: z.string(), features: z.array(z.string()) })),
  /** Best first; a score belongs to the first band whose least score it reaches, the last has none. */
  bands: z.array(z.strictObject({ name: z.string(), leastScore: z.int().nullable() })),
  reasonTexts: z.record(z.string(), z.record(reason, z.string())),
  /** Shares of the training scores between the cuts: the reference for drift. */
  scoreDistribution: z.strictObject({ cuts: z.array(z.int()), shares: z.array(share) }),
  training: trainingSchema,
  metrics: z.strictObject({ train: metricsSchema, test: metricsSchema }),
  golden: goldenSchema,
})

export type ScorecardArtefact = z.infer<typeof artefactSchema>
export type ArtefactFeature = ScorecardArtefact['features'][number]
export type ModelMetrics = z.infer<typeof metricsSchema>
export type GoldenCases = z.infer<typeof goldenSchema>
export type GoldenExpectation = z.infer<typeof expectedSchema>
export type TrainingManifest = z.infer<typeof trainingSchema>

/** SHA-256 of the canonical JSON. */
export function modelIdOf(artefact: ScorecardArtefact): Hex {
  return toHex(sha256(utf8(canonicalJson(artefact))))
}

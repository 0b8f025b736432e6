import { createHash } from 'node:crypto'
import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { UcrRecord } from '@creditmesh/sdk/wire/records/record.ts'
import { featureNames } from './featureCatalogue.ts'
import { featuresOf } from './features.ts'
import { monthName } from './months.ts'

/** One person with what happened to her after `asOf`. */
export interface TrainingSubject {
  readonly records: readonly UcrRecord[]
  /** 1 = defaulted. */
  readonly outcome: 0 | 1
  /** Whole seconds: the last moment that the features may see. */
  readonly asOf: number
}

/** What training works on: numbers only, in the order in which the people came. */
export interface TrainingTable {
  readonly currency: string
  /** By the names of the catalogue; NaN is missing. */
  readonly columns: readonly Float64Array[]
  readonly y: Uint8Array
  readonly thinFiles: number
  readonly window: { readonly from: string; readonly to: string }
  readonly dataHash: Hex
}

export interface ReadOptions {
  /** Currency of the amounts; that of the first trade line if left out. */
  readonly currency?: string | undefined
  readonly onSubject?: ((count: number) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/** Takes features from one person after another, so that no records pile up in memory. People without a file are counted. */
export async function readTrainingTable(
  subjects: AsyncIterable<TrainingSubject> | Iterable<TrainingSubject>,
  { onSubject, signal, ...options }: ReadOptions = {},
): Promise<TrainingTable> {
  const columns: number[][] = featureNames.map(() => [])
  const labels: number[] = []
  const span = { from: Number.POSITIVE_INFINITY, to: Number.NEGATIVE_INFINITY }
  let currency = options.currency
  let thinFiles = 0
  for await (const { records, outcome, asOf } of subjects) {
    signal?.throwIfAborted()
    currency ??= currencyOf(records)
    const vector = featuresOf(records, { asOf, currency: currency ?? '' })
    if (vector === null) thinFiles++
    else {
      vector.values.forEach((value, at) => {
        columns[at]?.push(value ?? Number.NaN)
      })
      labels.push(outcome)
      span.from = Math.min(span.from, vector.anchorMonth)
      span.to = Math.max(span.to, vector.anchorMonth)
    }
    onSubject?.(labels.length + thinFiles)
  }
  if (currency === undefined || labels.length === 0) throw noFiles(thinFiles)
  const arrays = columns.map((column) => Float64Array.from(column))
  const y = Uint8Array.from(labels)
  return {
    currency,
    columns: arrays,
    y,
    thinFiles,
    window: { from: monthName(span.from), to: monthName(span.to) },
    dataHash: hashOf(arrays, y),
  }
}

function currencyOf(records: readonly UcrRecord[]): string | undefined {
  return records.find((record) => record.category === 'tradeline')?.payload.currency
}

function noFiles(thinFiles: number): MeshError {
  return new MeshError('model.training_failed', {
    detail: 'Nobody has both an outcome and a trade line.',
    details: { thinFiles },
  })
}

function hashOf(columns: readonly Float64Array[], y: Uint8Array): Hex {
  const hash = createHash('sha256')
  for (const column of columns) hash.update(column)
  return `0x${hash.update(y).digest('hex')}`
}

import { createHmac } from 'node:crypto'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { TrainingAgreement } from '@creditmesh/sdk/wire/joint/agreement.ts'
import { fromColumns } from '../analysis/linear/designMatrix.ts'
import { featureNames, featureSet } from '../scoring/featureCatalogue.ts'
import type { TrainingTable } from '../scoring/trainingTable.ts'
import type { TrainingData } from './world.ts'

/** Throws `joint.not_allowed` for features that this version does not compute. */
export function requireKnownColumns({ featureSet: agreed, columns }: TrainingAgreement): void {
  const unknown = columns.filter((name) => !featureNames.includes(name))
  if (agreed === featureSet && unknown.length === 0) return
  throw new MeshError('joint.not_allowed', { details: { check: 'columns', unknown } })
}

/**
 * The agreed columns as numbers: a missing value is 0, and 1 in the column that tells so where one was agreed. Row weights
 * of trees come from a seed that follows from the session and a secret of this agency.
 */
export function encodeTraining(
  { columns, indicators }: TrainingAgreement,
  table: TrainingTable,
  { secret, session }: { readonly secret: Uint8Array; readonly session: string },
): TrainingData {
  const column = (name: string) => table.columns[featureNames.indexOf(name)] ?? new Float64Array(0)
  const values = columns.map((name) =>
    column(name).map((value) => (Number.isNaN(value) ? 0 : value)),
  )
  const gaps = indicators.map((name) => column(name).map((value) => (Number.isNaN(value) ? 1 : 0)))
  const digest = createHmac('sha256', secret).update(`joint weights ${session}`).digest()
  const weightSeed = digest.readUInt32LE(0)
  return { x: fromColumns([...values, ...gaps]), y: table.y, weightSeed, dataHash: table.dataHash }
}

import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { JointAgreement, TrainingAgreement } from '@creditmesh/sdk/wire/joint/agreement.ts'
import type { Computation } from '../analysis/joint/computation.ts'
import { forestLength, jointForest } from '../analysis/joint/jointForest.ts'
import { jointLogistic } from '../analysis/joint/jointLogistic.ts'

/** Numbers of 8 bytes in the answers of all parties to one round: they travel in one message. */
const maxNumbers = 900_000

/** What a training agreement computes, at its beginning. Every party that starts from it asks the same questions. */
export function computationOf(agreement: TrainingAgreement): Computation<unknown> {
  const columns = designColumns(agreement).length
  if (agreement.kind === 'logistic') return jointLogistic(columns, agreement.l2)
  return jointForest(columns, agreement.forest)
}

/** Names of the columns that the computation sees: the agreed ones, then those that tell where a value is missing. */
export function designColumns({ columns, indicators }: TrainingAgreement): readonly string[] {
  return [...columns, ...indicators.map((name) => `${name} is missing`)]
}

/** Throws `joint.not_allowed` for an agreement that no session could keep. */
export function requireComputable(agreement: JointAgreement): void {
  const refuse = (check: string) => new MeshError('joint.not_allowed', { details: { check } })
  if (agreement.kind === 'linkage') return
  const { columns, indicators, parties } = agreement
  if (indicators.some((name) => !columns.includes(name))) throw refuse('indicators')
  if (new Set(indicators).size !== indicators.length) throw refuse('indicators')
  if (agreement.kind === 'logistic') return
  const length = forestLength(designColumns(agreement).length, agreement.forest)
  if (length * parties.length > maxNumbers) throw refuse('size')
}

import {
  type DesignMatrix,
  designMatrix,
} from '@creditmesh/agency-node/analysis/linear/designMatrix.ts'
import { fitFederated } from '@creditmesh/agency-node/analysis/linear/federatedLogistic.ts'
import { fitLogistic } from '@creditmesh/agency-node/analysis/linear/logistic.ts'
import { weightOfEvidence } from '@creditmesh/agency-node/analysis/scorecard/weightOfEvidence.ts'
import { correctPrior } from '@creditmesh/agency-node/analysis/split.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { z } from 'zod'
import { labels, numbers, settled, type Task, task } from './task.ts'

const table = z.object({ X: z.array(numbers), y: labels })
const count = z.number().int().nonnegative()
const probability = z.number().min(0).max(1)

/** The tasks that fit or correct a model. */
export const modelTasks: Readonly<Record<string, Task>> = {
  weightOfEvidence: task(
    z.object({ bins: z.array(z.object({ good: count, bad: count })) }),
    ({ bins }) => weightOfEvidence(bins),
  ),
  logistic: task(table, ({ X, y }) => ({
    beta: [...settled(fitLogistic(designMatrix(X), y)).beta],
  })),
  federatedLogistic: task(
    table.extend({ parties: z.array(z.array(count)) }),
    ({ X, y, parties }) => {
      const whole = designMatrix(X)
      requirePartition(parties, X.length)
      const shares = parties.map((rows) => ({
        x: matrixOf(whole, rows),
        y: rows.map((row) => y[row] as number),
      }))
      return { beta: [...fitFederated(shares, { columns: whole.columns }).beta] }
    },
  ),
  undersamplingCorrection: task(
    z.object({ beta: z.number().gt(0).max(1), p: z.array(probability) }),
    ({ beta, p }) => ({ p: p.map((each) => correctPrior(beta, each)) }),
  ),
}

function matrixOf({ columns, values }: DesignMatrix, rows: readonly number[]): DesignMatrix {
  const own = rows.map((row) => values.subarray(row * columns, (row + 1) * columns))
  return { ...designMatrix(own), columns }
}

/** Else the joint fit would not be that of the whole table. */
function requirePartition(parties: readonly (readonly number[])[], rows: number): void {
  const seen = new Set(parties.flat())
  const isWhole = parties.flat().length === rows && seen.size === rows
  if (isWhole && [...seen].every((row) => row < rows)) return
  throw new MeshError('input.invalid', {
    detail: 'input.parties: every row belongs to one party',
    details: { path: 'input.parties' },
  })
}

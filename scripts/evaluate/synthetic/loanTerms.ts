import { lgd, roi } from './earnings.ts'
import type { Experiment } from './experiment.ts'

/** What is at stake among the people judged; money in minor units. */
export interface Terms {
  readonly people: number
  readonly bads: number
  /** Income less losses where nobody is turned away. */
  readonly acceptingAll: number
  /** The loan: of everybody. */
  readonly meanLimit: number
  /** Owed at default: of defaulters. */
  readonly meanBalance: number
  /** The risk at which the income of a good payer and the loss by a defaulter weigh alike, each at its average. */
  readonly breakEven: number
}

/** Throws RangeError where one class is missing: such people cannot be judged at all. */
export function loanTerms({
  testLabels,
  testLoans: { amount, exposureAtDefault },
}: Pick<Experiment, 'testLabels' | 'testLoans'>): Terms {
  const people = testLabels.length
  const bads = sum(testLabels)
  if (bads === 0 || bads === people) throw new RangeError('one class is missing')
  const owed = sum(exposureAtDefault.filter((_, row) => testLabels[row] === 1))
  const income = roi * sum(amount.filter((_, row) => testLabels[row] === 0))
  const meanIncome = income / (people - bads)
  const meanLoss = (lgd * owed) / bads
  return {
    ...{ people, bads, acceptingAll: income - lgd * owed },
    ...{ meanLimit: sum(amount) / people, meanBalance: owed / bads },
    breakEven: meanIncome / (meanIncome + meanLoss),
  }
}

function sum(values: Float64Array | Uint8Array): number {
  let total = 0
  for (const value of values) total += value
  return total
}

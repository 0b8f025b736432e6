import type { DataTable } from '../report/dataTable.ts'
import { percent, whole } from '../report/words.ts'
import type { Comparisons } from './comparisons.ts'
import { acceptedShare, intervalWords } from './earnings.ts'
import type { Experiment, Judged } from './experiment.ts'
import { classifierNames } from './models.ts'

/** Every model at the one accepted share, trees too. */
export function profitTable(
  { judged, testLabels }: Experiment,
  comparisons: Comparisons,
): DataTable {
  const bads = testLabels.reduce((sum, label) => sum + label, 0)
  const all = judged[0]?.profit.profitAcceptAll ?? 0 // the same for every model
  return {
    title: `What every model earns when ${percent(acceptedShare)} are accepted`,
    columns: [
      ...['model, method', 'defaulters turned away', 'good payers turned away'],
      ...['earned over accepting all', '95 % interval', 'share of what accepting all earns'],
      ...['EMP, per 1,000 lent', 'profit as in the paper, over accepting all'],
    ],
    rows: judged.map(({ model, classifier, profit, earned }) => [
      `${model}, ${classifierNames[classifier]}`,
      `${whole(earned.badsRejected)} of ${whole(bads)}`,
      whole(earned.rejected - earned.badsRejected),
      ...[whole(earned.more / 100), intervalWords(comparisons.earned(model, classifier))],
      ...[all > 0 ? percent(earned.more / all) : null, (1000 * profit.emp).toFixed(2)],
      whole(paperMore(profit) / 100),
    ]),
    note:
      `Accepting all earns ${whole(all / 100)}. The share accepted, ${percent(acceptedShare)}, was named beforehand and is the same for every model; at another share the order may ` +
      'differ. EMP and the paper’s profit are kept because the paper prints them. EMP flatters: it takes the best cut-off for each possible loss, found on the people judged. ' +
      'The paper’s profit takes the mean of these cut-offs, so it too is chosen in hindsight; but it takes the income of a good payer turned ' +
      `away not only as not earned but as lost, and so counts it twice. ${comesOut(judged)}`,
    isFolded: true,
  }
}

function paperMore({ profit, profitAcceptAll }: Judged['profit']): number {
  return profit - profitAcceptAll
}

/** Which of the two errors wins, row by row. */
export function comesOut(judged: readonly Pick<Judged, 'profit' | 'earned'>[]): string {
  const lower = judged.filter(({ profit, earned }) => paperMore(profit) < earned.more).length
  const rows = lower === judged.length ? `all ${lower} rows` : `${lower} of ${judged.length} rows`
  return `In ${rows} it comes out below the earnings.`
}

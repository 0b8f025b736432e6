import type { DataTable } from '../report/dataTable.ts'
import { percent, whole } from '../report/words.ts'
import type { Comparisons } from './comparisons.ts'
import { acceptedShare, intervalWords } from './earnings.ts'
import type { Experiment } from './experiment.ts'
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
      ...['model', 'kind', 'defaulters turned away', 'good payers turned away'],
      ...['earned over accepting all', '95 % interval', 'share of what accepting all earns'],
      ...['EMP, per 1,000 lent', 'profit as in the paper, more'],
    ],
    rows: judged.map(({ model, classifier, profit, earned }) => [
      ...[model, classifierNames[classifier]],
      ...[
        `${whole(earned.badsRejected)} of ${whole(bads)}`,
        whole(earned.rejected - earned.badsRejected),
      ],
      ...[whole(earned.more / 100), intervalWords(comparisons.earned(model, classifier))],
      ...[all > 0 ? percent(earned.more / all) : null, (1000 * profit.emp).toFixed(2)],
      whole((profit.profit - profit.profitAcceptAll) / 100),
    ]),
    note:
      `Accepting all earns ${whole(all / 100)}. The share accepted, ${percent(acceptedShare)}, was named beforehand and is the same for every model; at another share the order may ` +
      'differ. The last two columns are kept because the paper prints them, and both flatter: their cut-off is chosen on the people judged. EMP even takes the best one for ' +
      'each possible loss. The paper’s profit also subtracts the income lost on good payers turned away, and so counts each of them twice.',
    isFolded: true,
  }
}

import type { DataTable } from '../report/dataTable.ts'
import { percent, whole } from '../report/words.ts'
import type { CutoffFigures } from './cutoffFigures.ts'
import { intervalWords, lgd, roi } from './earnings.ts'
import type { Terms } from './loanTerms.ts'
import { classifierNames } from './models.ts'
import { changeWords } from './networkFindings.ts'

/** What a cut-off does: whom it lets through, whom it turns away, what is earned. */
export function cutoffTable({ cutoffs, changes }: CutoffFigures, terms: Terms): DataTable {
  const { people, bads, acceptingAll } = terms
  return {
    title: 'What a cut-off does, in this invented country',
    columns: [
      ...['model, method, accepted', 'default rate of the accepted', 'defaulters caught'],
      ...[
        'good payers turned away per defaulter caught',
        `earned over the ${whole(acceptingAll / 100)} of accepting all`,
        '95 % interval',
      ],
    ],
    rows: [
      ['accept all', percent(bads / people, 1), '0 %', '–', '0', '–'],
      ...cutoffs.map(({ model, classifier, accepted, rejected, badsRejected, more, interval }) => [
        `${model}, ${classifierNames[classifier]}, ${percent(accepted)}`,
        percent((bads - badsRejected) / (people - rejected), 1),
        percent(badsRejected / bads),
        ((rejected - badsRejected) / Math.max(1, badsRejected)).toFixed(1),
        ...[whole(more / 100), intervalWords(interval)],
      ]),
    ],
    note:
      `${termsWords(terms)} Read a row as: “if we accept nine in ten, …”. Do not pick the best row: it is the best on these very people, and rows whose ` +
      `intervals overlap may have changed places by chance. ${changeWords(changes)} F sees bank data and own calls; H sees also who pays late around a person.`,
  }
}

/** What there is to earn without any model, and from which risk on turning somebody away pays. */
function termsWords({ people, acceptingAll, meanLimit, meanBalance, breakEven }: Terms): string {
  return (
    `Accepting all ${whole(people)} people earns ${whole(acceptingAll / 100)} in invented money. The loan is the limit of a card, ${whole(meanLimit / 100)} on average: who pays ` +
    `returns ${percent(roi)} of the limit; who defaults costs ${percent(lgd)} of the balance owed then, ${whole(meanBalance / 100)} on average. At these averages turning ` +
    `somebody away pays from a risk of ${percent(breakEven, 1)} on.`
  )
}

import { roc } from '@creditmesh/agency-node/analysis/judgement/roc.ts'
import {
  fitTableCard,
  predictTableCard,
} from '@creditmesh/agency-node/analysis/scorecard/tableScorecard.ts'
import type { Bench } from './bench.ts'
import { type Task, writeTask } from './forest/writeTables.ts'
import { median } from './median.ts'
import { runPeer } from './peers/runPeer.ts'
import { cardClients } from './scorecard/cardClients.ts'
import { withTemporaryFolder } from './temporaryFolder.ts'

/** A scorecard from raw columns to points, beside optbinning's on scikit-learn's regression; one thread each. */
export const benchScorecard: Bench = async ({ isQuick, log }) => {
  const rows = isQuick ? 2_000 : 21_000
  const task = { train: cardClients(rows, 1), test: cardClients(rows, 2) }
  const runs = isQuick ? 1 : 3
  log('scorecard: ours')
  const sec = median(Array.from({ length: runs }, () => fitSeconds(task)))
  const card = fitTableCard(task.train.table, task.train.y)
  const { auc } = roc(task.test.y, predictTableCard(card, task.test.table))
  log('scorecard: optbinning')
  const peer = await withTemporaryFolder(async (folder) => {
    await writeTask(folder, task)
    return runPeer('scorecard_optbinning.py', [folder, String(runs)])
  })
  const theirs = peer && { optbinningSec: Number(peer.sec), optbinningAuc: Number(peer.auc) }
  const columns = task.train.table.columns.length
  return {
    figures: { sec, auc, ...theirs },
    tables: [
      {
        title: `Scorecard of ${rows.toLocaleString('en-US')} made clients x ${columns}: bins, weights, points`,
        columns: ['', 'seconds', 'AUC on as many others'],
        rows: [
          ['ours', sec, auc.toFixed(4)],
          theirs
            ? ['optbinning', theirs.optbinningSec, theirs.optbinningAuc.toFixed(4)]
            : ['optbinning', 'not installed', ''],
        ],
      },
    ],
    remarks: theirs
      ? [`${(theirs.optbinningSec / sec).toFixed(1)} times as fast, one thread each.`]
      : [],
  }
}

function fitSeconds({ train }: Task): number {
  const start = performance.now()
  fitTableCard(train.table, train.y)
  return (performance.now() - start) / 1000
}

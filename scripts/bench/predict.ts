import { availableParallelism } from 'node:os'
import { takeRows } from '@creditmesh/agency-node/analysis/table.ts'
import { predictForest } from '@creditmesh/agency-node/analysis/trees/forest.ts'
import {
  fitForestInThreads,
  predictForestInThreads,
} from '@creditmesh/agency-node/scoring/trees/forestInThreads.ts'
import { openTreePool } from '@creditmesh/agency-node/scoring/trees/treePool.ts'
import type { Bench } from './bench.ts'
import { syntheticTask } from './forest/syntheticTask.ts'
import { type Task, writeTask } from './forest/writeTables.ts'
import { median } from './median.ts'
import { runPeer } from './peers/runPeer.ts'
import { withTemporaryFolder } from './temporaryFolder.ts'

const trees = 500
const threads = availableParallelism()

/** One prediction and a batch of them by a forest of fully grown trees, beside scikit-learn with as many threads. */
export const benchPredict: Bench = async ({ isQuick, log }) => {
  const task = syntheticTask(isQuick)
  log('predict: fitting the forest')
  const ours = await measure(task)
  log('predict: scikit-learn')
  const peerTrees = isQuick ? 10 : 50
  const sklearn = await withTemporaryFolder(async (folder) => {
    await writeTask(folder, task)
    const args = [folder, ...[peerTrees, threads, 1, trees].map(String)]
    return runPeer('forest_sklearn.py', args)
  })
  const peer = sklearn && { oneUs: Number(sklearn.oneUs), batchSec: Number(sklearn.batchSec) }
  const figures = {
    ...ours,
    ...(peer && { sklearnOneUs: peer.oneUs, sklearnBatchSec: peer.batchSec }),
  }
  const none = 'not installed'
  return {
    figures,
    tables: [
      {
        title: `A forest of ${trees} trees asked, ${threads} threads`,
        columns: ['', 'ours', 'scikit-learn', 'times'],
        rows: [
          ['one row, µs', ours.oneUs, peer?.oneUs ?? none, peer ? peer.oneUs / ours.oneUs : none],
          [
            `${task.test.y.length} rows, s`,
            ...[ours.batchSec, peer?.batchSec ?? none, peer ? peer.batchSec / ours.batchSec : none],
          ],
        ],
      },
    ],
    remarks: [
      `scikit-learn fitted ${peerTrees} trees, repeated to ${trees}: walking them costs as much, or less for the cache. One ` +
        'row is asked on one thread by both. Ours starts from quantities, not bytes. Goals: 100 times and below 150 µs; 2 times.',
    ],
  }
}

async function measure({ train, test }: Task) {
  await using pool = openTreePool({ threads })
  const options = { seed: 1, trees, minLeaf: 1 }
  const model = await fitForestInThreads(pool, train.table, train.y, options)
  const people = Array.from({ length: 500 }, (_, row) => takeRows(test.table, [row]))
  const oneUs: number[] = []
  for (let round = 0; round < 9; round++) {
    const start = performance.now()
    for (const person of people) predictForest(model, person)
    oneUs.push(((performance.now() - start) * 1000) / people.length)
  }
  const batchSec: number[] = []
  for (let round = 0; round < 7; round++) {
    const start = performance.now()
    await predictForestInThreads(pool, model, test.table)
    batchSec.push((performance.now() - start) / 1000)
  }
  return { oneUs: median(oneUs), batchSec: median(batchSec) }
}

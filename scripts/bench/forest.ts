import { availableParallelism } from 'node:os'
import { roc } from '@creditmesh/agency-node/analysis/judgement/roc.ts'
import { predictForest } from '@creditmesh/agency-node/analysis/trees/forest.ts'
import { fitForestInThreads } from '@creditmesh/agency-node/scoring/trees/forestInThreads.ts'
import { openTreePool, type TreePool } from '@creditmesh/agency-node/scoring/trees/treePool.ts'
import type { Bench, BenchOptions } from './bench.ts'
import { germanTask } from './forest/germanTask.ts'
import { syntheticTask } from './forest/syntheticTask.ts'
import { type Task, writeTask } from './forest/writeTables.ts'
import { median } from './median.ts'
import { runPeer } from './peers/runPeer.ts'
import { withTemporaryFolder } from './temporaryFolder.ts'

const trees = 500
const threads = availableParallelism()

/** Training a forest of fully grown trees, beside scikit-learn and ranger with as many threads. */
export const benchForest: Bench = async (options) => {
  await using pool = openTreePool({ threads })
  const german = germanTask()
  const large = await compare('22,000 x 300', syntheticTask(options.isQuick), pool, {
    ...options,
    peerTrees: options.isQuick ? 20 : 100,
    runs: { ours: options.isQuick ? 1 : 3, peers: 1 },
  })
  const small =
    german === null
      ? null
      : await compare('German', german, pool, {
          ...options,
          peerTrees: trees,
          runs: { ours: 5, peers: 3 },
        })
  const rows = [large, ...(small === null ? [] : [small])]
  return {
    figures: { ...large.figures, ...(small !== null && { german: small.figures }) },
    tables: [
      {
        title: `Forest of ${trees} trees, ${threads} threads: seconds to fit, AUC on other rows`,
        columns: [
          '',
          'ours',
          'scikit-learn',
          'times',
          'ranger',
          'times',
          'AUC',
          'scikit-learn',
          'ranger',
        ],
        rows: rows.map(({ cells }) => cells),
      },
    ],
    remarks: rows.map(({ remark }) => remark),
  }
}

interface Effort extends BenchOptions {
  /** The peers take minutes: they grow fewer trees, and their seconds are scaled. */
  readonly peerTrees: number
  readonly runs: { readonly ours: number; readonly peers: number }
}

async function compare(name: string, task: Task, pool: TreePool, effort: Effort) {
  const { log, peerTrees, runs } = effort
  log(`forest: ${name}`)
  const sec: number[] = []
  for (let run = 0; run < runs.ours; run++) sec.push(await fitSeconds(pool, task, trees))
  const auc = await aucOf(pool, task, peerTrees)
  const [sklearn, ranger] = await withTemporaryFolder(async (folder) => {
    await writeTask(folder, task)
    const args = [folder, String(peerTrees), String(threads), String(runs.peers)]
    log(`forest: ${name}, scikit-learn`)
    const first = await runPeer('forest_sklearn.py', [...args, '0'])
    log(`forest: ${name}, ranger`)
    return [first, await runPeer('forest_ranger.R', args)]
  })
  const scale = trees / peerTrees
  const figures = {
    ...{ sec: median(sec), auc },
    ...(sklearn && { sklearnSec: Number(sklearn.sec) * scale, sklearnAuc: Number(sklearn.auc) }),
    ...(ranger && { rangerSec: Number(ranger.sec) * scale, rangerAuc: Number(ranger.auc) }),
  }
  return { figures, cells: cellsOf(name, figures), remark: remarkOf(name, peerTrees) }
}

async function fitSeconds(pool: TreePool, { train }: Task, count: number): Promise<number> {
  const start = performance.now()
  await fitForestInThreads(pool, train.table, train.y, { seed: 1, trees: count, minLeaf: 1 })
  return (performance.now() - start) / 1000
}

async function aucOf(pool: TreePool, { train, test }: Task, count: number): Promise<number> {
  const options = { seed: 1, trees: count, minLeaf: 1 }
  const model = await fitForestInThreads(pool, train.table, train.y, options)
  return roc(test.y, predictForest(model, test.table)).auc
}

type ForestFigures = {
  sec: number
  auc: number
  sklearnSec?: number
  sklearnAuc?: number
  rangerSec?: number
  rangerAuc?: number
}

function cellsOf(name: string, figures: ForestFigures) {
  const { sec, auc, sklearnSec, sklearnAuc, rangerSec, rangerAuc } = figures
  const none = 'not installed'
  const times = (peer: number | undefined) => (peer === undefined ? none : peer / sec)
  const three = (value: number | undefined) => value?.toFixed(4) ?? none
  return [
    ...[name, sec, sklearnSec ?? none, times(sklearnSec), rangerSec ?? none, times(rangerSec)],
    ...[three(auc), three(sklearnAuc), three(rangerAuc)],
  ]
}

function remarkOf(name: string, peerTrees: number): string {
  if (peerTrees === trees)
    return `${name}: every figure from ${trees} trees; ours without one-hot columns.`
  return (
    `${name}: the peers grew ${peerTrees} trees, their seconds are scaled to ${trees}; every AUC is that of ${peerTrees} ` +
    'trees. Ours includes sorting the columns into bytes. Goals: 30 times scikit-learn, 15 times ranger, AUC at most .005 lower.'
  )
}

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expectedMaximumProfit } from '@creditmesh/agency-node/analysis/judgement/expectedMaximumProfit.ts'
import { roc } from '@creditmesh/agency-node/analysis/judgement/roc.ts'
import { seededRandom } from '@creditmesh/agency-node/analysis/random.ts'
import type { Bench } from './bench.ts'
import { median } from './median.ts'
import { runPeer } from './peers/runPeer.ts'
import { withTemporaryFolder } from './temporaryFolder.ts'

const parameters = { p0: 0.55, p1: 0.1, roi: 0.2644 }

/** Seconds for the expected maximum profit of 10^6 scores, beside numpy with the hull of scipy on the same scores. */
export const benchEmp: Bench = async ({ isQuick, log }) => {
  const rows = isQuick ? 20_000 : 1_000_000
  const runs = isQuick ? 3 : 9
  const { y, score } = portfolio(rows)
  log(`emp: ${rows} scores`)
  expectedMaximumProfit(y, score, parameters) // lets the compiler settle
  const ours = timed(runs, () => expectedMaximumProfit(y, score, parameters).emp)
  const aucSec = timed(runs, () => roc(y, score).auc).sec
  const numpy = await withTemporaryFolder(async (folder) => {
    const path = join(folder, 'scores')
    await writeFile(path, Buffer.concat([Buffer.from(score.buffer), y]))
    return runPeer('emp_numpy.py', [path, String(rows), String(runs)])
  })
  const numpySec = numpy === null ? undefined : Number(numpy.sec)
  if (numpy !== null && Math.abs(Number(numpy.emp) - ours.value) > 1e-9) {
    throw new Error(`numpy finds an EMP of ${numpy.emp}, we ${ours.value}`)
  }
  return {
    figures: { rows, sec: ours.sec, aucSec, ...(numpySec !== undefined && { numpySec }) },
    tables: [
      {
        title: `Expected maximum profit of ${rows.toLocaleString('en-US')} scores, milliseconds (median of ${runs})`,
        columns: ['', 'ms'],
        rows: [
          ['ours', ours.sec * 1000],
          ['numpy and scipy', numpySec === undefined ? 'not installed' : numpySec * 1000],
          ['ours, area under the curve alone', aucSec * 1000],
        ],
      },
    ],
    remarks: ['One thread: limited by sorting the scores. Both find the same value.'],
  }
}

/** One bad in twenty, whose scores are higher on the whole. */
function portfolio(rows: number) {
  const random = seededRandom(1)
  const y = new Uint8Array(rows)
  const score = new Float64Array(rows)
  for (let row = 0; row < rows; row++) {
    const label = random() < 0.05 ? 1 : 0
    y[row] = label
    score[row] = (random() + random() + random() + label) / 4
  }
  return { y, score }
}

function timed(runs: number, work: () => number) {
  let value = 0
  const seconds = Array.from({ length: runs }, () => {
    const start = performance.now()
    value = work()
    return (performance.now() - start) / 1000
  })
  return { sec: median(seconds), value }
}

import type { Computation, PartyData } from '@creditmesh/agency-node/analysis/joint/computation.ts'
import { jointForest } from '@creditmesh/agency-node/analysis/joint/jointForest.ts'
import { jointLogistic } from '@creditmesh/agency-node/analysis/joint/jointLogistic.ts'
import { designMatrix } from '@creditmesh/agency-node/analysis/linear/designMatrix.ts'
import { seededRandom } from '@creditmesh/agency-node/analysis/random.ts'
import { chooseCryptoSuites } from '@creditmesh/agency-node/native/cryptoSuites.ts'
import { loadPrimeGroup } from '@creditmesh/agency-node/native/primeGroup.ts'
import type { Bench } from './bench.ts'
import { timeLinkage, timeSums } from './joint/timings.ts'
import { median } from './median.ts'

const columns = 20
const shape = { trees: 20, depth: 6, bins: 16, columnsPerNode: 5, minLeaf: 20, seed: 1 }

/** Seconds of a joint fit and a joint forest of three parties, and people a second that a linkage asks about; one thread. */
export const benchJoint: Bench = async ({ isQuick, log }) => {
  const rows = isQuick ? 300 : 10_000
  const people = isQuick ? 200 : 5000
  const runs = isQuick ? 1 : 3
  const { nacl } = await chooseCryptoSuites()
  const group = await loadPrimeGroup()
  const parties = [1, 2, 3].map((seed) => partyOf(seed, rows))
  log(`joint: three parties of ${rows} rows, ${columns} columns`)
  const repeat = async (begin: () => Computation<unknown>) => {
    const seconds = []
    for (let run = 0; run < runs; run++) seconds.push(await timeSums(parties, begin, nacl))
    return median(seconds)
  }
  const lrSec = await repeat(() => jointLogistic(columns, 1))
  const forestSec = await repeat(() => jointForest(columns, shape))
  log(`joint: ${people} people on either side`)
  const psiPerSec = group === null ? 0 : people / (await timeLinkage(people, { group, nacl }))
  return {
    figures: { lrSec, forestSec, psiPerSec },
    tables: [
      {
        title: `Three parties of ${rows} rows and ${columns} columns; linkage of ${people} with ${people}`,
        columns: ['', ''],
        rows: [
          ['logistic regression, all parties, s', lrSec],
          [`forest of ${shape.trees} trees, depth ${shape.depth}, s`, forestSec],
          ['linkage, people asked about a second', psiPerSec],
        ],
      },
    ],
    remarks: [
      'All parties on one thread without a network: over one the parties work side by side, and each round adds its round trip.',
    ],
  }
}

function partyOf(seed: number, rows: number): PartyData {
  const random = seededRandom(seed)
  const lines = Array.from({ length: rows }, () => Array.from({ length: columns }, random))
  const y = lines.map(([a = 0, b = 0]) => (random() < 0.05 + 0.3 * a * b ? 1 : 0))
  return { x: designMatrix(lines), y, weightSeed: seed }
}

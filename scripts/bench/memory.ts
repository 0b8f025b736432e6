import { setTimeout as wait } from 'node:timers/promises'
import type { Bench } from './bench.ts'
import { type BenchNetwork, openBenchNetwork } from './exchange/benchNetwork.ts'
import { residentMb } from './exchange/processorTime.ts'
import { median } from './median.ts'

const samples = 5
const sampleEveryMs = 500

/** Resident memory of an agency's process that imported its people and serves. */
export const benchMemory: Bench = async ({ isQuick, log }) => {
  const subjects = isQuick ? 500 : 30_000
  log(`memory: importing ${subjects} people into a running node`)
  const size = { lenders: 1, people: { a: subjects, b: 500 } }
  await using network = await openBenchNetwork(size)
  const rssMb = await sample(network)
  log('memory: starting the node again')
  await network.restart('a')
  const afterRestart = await sample(network)
  return {
    figures: { rssMb },
    tables: [
      {
        title: `Resident memory of an agency’s process with ${subjects} people, median of ${samples}`,
        columns: ['', 'MB'],
        rows: [
          ['after importing them and training a model', rssMb],
          ['after starting again', afterRestart],
        ],
      },
    ],
    remarks: [
      'Limits: Node with its libraries (see after starting again; people stay on the disk), LevelDB’s write ' +
        'buffers and cache (up to 128 MB), and what the collector has not given back after the import.',
    ],
  }
}

async function sample({ pids }: BenchNetwork): Promise<number> {
  const [pid = 0] = pids()['agency-a'] ?? []
  const measured: number[] = []
  for (let i = 0; i < samples; i += 1) {
    measured.push(residentMb(pid))
    await wait(sampleEveryMs)
  }
  return median(measured)
}

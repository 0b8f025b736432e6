import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Bench } from './bench.ts'
import { openBenchNetwork } from './exchange/benchNetwork.ts'
import { residentMb } from './exchange/processorTime.ts'
import { median } from './median.ts'
import { withTemporaryFolder } from './temporaryFolder.ts'

const samples = 5
const sampleEveryMs = 500

/** Resident memory of an agency's process that imported its people and serves. */
export const benchMemory: Bench = async ({ isQuick, log }) => {
  const subjects = isQuick ? 500 : 30_000
  return withTemporaryFolder(async (folder) => {
    log(`memory: importing ${subjects} people into a running node`)
    const size = { lenders: 1, peoplePerAgency: subjects }
    await using network = await openBenchNetwork(join(folder, 'network'), size)
    const [pid = 0] = network.pids()['agency-a'] ?? []
    const measured: number[] = []
    for (let i = 0; i < samples; i += 1) {
      measured.push(residentMb(pid))
      await wait(sampleEveryMs)
    }
    const rssMb = median(measured)
    return {
      figures: { rssMb },
      tables: [
        {
          title: 'Resident memory of an agency’s process',
          columns: ['', 'MB'],
          rows: [[`${subjects} people imported, a model trained, idle`, rssMb]],
        },
      ],
      remarks: [
        'Limits: Node itself with its libraries (about 90 MB), LevelDB’s write buffers and cache (up to 128 MB), ' +
          'and what the garbage collector has not given back after import and training.',
      ],
    }
  })
}

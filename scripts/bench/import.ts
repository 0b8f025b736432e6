import { join } from 'node:path'
import type { Bench } from './bench.ts'
import { putRaw, readEntries } from './import/rawPuts.ts'
import { importIntoStore, readOnly } from './import/runImport.ts'
import { storeTable } from './import/storeTable.ts'
import { syntheticFile } from './import/syntheticFile.ts'
import { median } from './median.ts'
import { withTemporaryFolder } from './temporaryFolder.ts'

const goalClientsPerSec = 8_000
const goalShareOfRaw = 0.3
const clientsPerBatch = 1024

/** Clients and records a second through a whole import, beside LevelDB alone with the same bytes. */
export const benchImport: Bench = async ({ isQuick, log }) => {
  const clients = isQuick ? 1_000 : 30_000
  const file = syntheticFile(clients)
  const runs: Run[] = []
  await readOnly(file) // lets the compiler settle
  for (let run = 1; run <= (isQuick ? 1 : 3); run += 1) {
    log(`import: run ${run}, ${clients} clients`)
    runs.push(await withTemporaryFolder((folder) => measure(file, folder)))
  }
  log('import: the store by itself')
  const { tables, ...result } = summarise(runs, clients)
  return { ...result, tables: [...tables, await storeTable(isQuick)] }
}

interface Run {
  readonly clientsPerSec: number
  readonly recordsPerSec: number
  readonly rawPutsPerSec: number
  readonly readingClientsPerSec: number
  readonly bytesPerPut: number
  readonly putsPerClient: number
  /** Processor seconds for each second that passed: 1 is one core all the time. */
  readonly processors: number
  readonly microsecondsPerClient: number
}

async function measure(file: Uint8Array, folder: string): Promise<Run> {
  const reading = await readOnly(file)
  const { report, seconds, processorSeconds } = await importIntoStore(file, join(folder, 'agency'))
  const entries = await readEntries(join(folder, 'agency', 'leveldb'))
  const putsPerClient = entries.length / report.subjects
  const batchSize = Math.round(clientsPerBatch * putsPerClient)
  const rawSeconds = await putRaw(join(folder, 'raw'), entries, batchSize)
  const bytes = entries.reduce((sum, [key, value]) => sum + key.length + value.length, 0)
  return {
    clientsPerSec: Math.round(report.subjects / seconds),
    recordsPerSec: Math.round(report.records / seconds),
    rawPutsPerSec: Math.round(entries.length / rawSeconds),
    readingClientsPerSec: Math.round(reading.report.subjects / reading.seconds),
    bytesPerPut: Math.round(bytes / entries.length),
    putsPerClient,
    processors: processorSeconds / seconds,
    microsecondsPerClient: (processorSeconds / report.subjects) * 1e6,
  }
}

function summarise(runs: readonly Run[], clients: number) {
  const of = (name: keyof Run) => median(runs.map((run) => run[name]))
  const figures = {
    clientsPerSec: of('clientsPerSec'),
    recordsPerSec: of('recordsPerSec'),
    rawPutsPerSec: of('rawPutsPerSec'),
  }
  const share = figures.recordsPerSec / figures.rawPutsPerSec
  const isMet = figures.clientsPerSec >= goalClientsPerSec || share >= goalShareOfRaw
  return {
    figures,
    tables: [
      {
        title: `Import of ${clients} clients, median of ${runs.length}`,
        columns: ['', 'a second'],
        rows: [
          ['clients imported', figures.clientsPerSec],
          ['records imported', figures.recordsPerSec],
          ['the same bytes put straight into LevelDB, puts', figures.rawPutsPerSec],
          ['clients read and judged, nothing stored', of('readingClientsPerSec')],
        ],
      },
    ],
    remarks: [
      `Goal: ${goalClientsPerSec} clients/s or records at ${100 * goalShareOfRaw} % of raw puts: ` +
        `${isMet ? 'met' : 'missed'} (${figures.clientsPerSec} clients/s, ${(100 * share).toFixed(1)} %).`,
      limit(figures.clientsPerSec, of),
    ],
  }
}

/** Shares of the time that one client takes, from the same run. */
function limit(clientsPerSec: number, of: (name: keyof Run) => number): string {
  const share = (perSec: number) => ((100 * clientsPerSec) / perSec).toFixed(0)
  const raw = of('rawPutsPerSec') / of('putsPerClient')
  return (
    `A client is ${of('putsPerClient').toFixed(1)} puts of ${of('bytesPerPut')} bytes. Of her time ` +
    `reading and judging take ${share(of('readingClientsPerSec'))} %, LevelDB and its flushes at most ` +
    `${share(raw)} % (on other threads, partly meanwhile), sealing and indexing on the main thread the rest; ` +
    `${of('processors').toFixed(2)} processors were busy: ${Math.round(of('microsecondsPerClient'))} µs a client, ` +
    'all threads together.'
  )
}

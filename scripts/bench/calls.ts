import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import type { Bench } from './bench.ts'
import { generateCalls } from './calls/generateCalls.ts'
import { median } from './median.ts'
import { runPeer } from './peers/runPeer.ts'
import { withTemporaryFolder } from './temporaryFolder.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const entryPoints = {
  child: join(root, 'scripts/bench/calls/readNetwork.child.ts'),
  readerWorker: join(root, 'agency-node/calls/reading/readerWorker.ts'),
}
/** One reads, one links; DuckDB gets as many. */
const threads = 2
const goalTimes = 2.5
const goalShareOfMemory = 0.25

/** Calls a second from a CSV file to numbered people and their aggregated, sorted links, beside DuckDB; each in its own process. */
export const benchCalls: Bench = async ({ isQuick, log }) => {
  const rows = isQuick ? 200_000 : 10_000_000
  return withTemporaryFolder(async (folder) => {
    const path = join(folder, 'calls.csv')
    log(`calls: writing ${rows} calls`)
    generateCalls(path, rows, rows / 10)
    const child = await buildChild(folder)
    const ours: Run[] = []
    const peers: Run[] = []
    for (let run = 1; run <= (isQuick ? 1 : 3); run += 1) {
      log(`calls: run ${run}`)
      ours.push(await runOurs(child, path))
      const peer = await runPeer('calls_duckdb.py', [path, String(threads)])
      if (peer !== null) peers.push(peer as unknown as Run) // what the script prints
    }
    requireSame(ours, peers)
    return summarise(rows, { ours, peers, isQuick })
  })
}

interface Run {
  readonly sec: number
  readonly processorSec: number
  readonly rssMb: number
  readonly links: number
  readonly numbers: number
}

/** As the command ships: plain JavaScript, so that no compiler of types takes time and memory. */
async function buildChild(folder: string): Promise<string> {
  await build({
    ...{ entryPoints, outdir: folder },
    ...{ bundle: true, format: 'esm', platform: 'node', target: 'node22', logLevel: 'warning' },
  })
  await writeFile(join(folder, 'package.json'), '{"type":"module"}')
  return join(folder, 'child.js')
}

async function runOurs(child: string, path: string): Promise<Run> {
  const { stdout } = await promisify(execFile)(process.execPath, [child, path])
  return JSON.parse(stdout) as Run // what the child prints
}

/** Speed of another result would say nothing. */
function requireSame(ours: readonly Run[], peers: readonly Run[]): void {
  const results = new Set([...ours, ...peers].map(({ links, numbers }) => `${links} of ${numbers}`))
  if (results.size !== 1) throw new Error(`the networks differ: ${[...results].join(', ')}`)
}

function summarise(
  rows: number,
  { ours, peers, isQuick }: { ours: readonly Run[]; peers: readonly Run[]; isQuick: boolean },
) {
  const of = (runs: readonly Run[], name: keyof Run) => median(runs.map((run) => run[name]))
  const rate = (runs: readonly Run[]) => Math.round(rows / of(runs, 'sec'))
  const row = (name: string, runs: readonly Run[]) =>
    runs.length === 0
      ? [name, 'not installed', '', '']
      : [name, rate(runs), of(runs, 'processorSec'), of(runs, 'rssMb')]
  const own = { rowsPerSec: rate(ours), rssMb: of(ours, 'rssMb') }
  const peer =
    peers.length === 0
      ? undefined
      : { duckdbRowsPerSec: rate(peers), duckdbRssMb: of(peers, 'rssMb') }
  return {
    figures: { ...own, ...peer },
    tables: [
      {
        title: `${rows} calls of a CSV file to a network, ${threads} threads, median of ${ours.length}`,
        columns: ['', 'calls/s', 'processor s', 'peak MB'],
        rows: [row('creditmesh', ours), row('DuckDB', peers)],
      },
    ],
    remarks: [
      ...(peer === undefined || isQuick ? [] : [goalRemark(own, peer)]),
      'Both drop calls below five seconds and to oneself, number the people, add up the calls of a pair and sort the ' +
        'links by caller and callee. Limit: the memory’s latency while numbers are looked up, about two misses a call.',
    ],
  }
}

function goalRemark(
  own: { readonly rowsPerSec: number; readonly rssMb: number },
  peer: { readonly duckdbRowsPerSec: number; readonly duckdbRssMb: number },
): string {
  const times = own.rowsPerSec / peer.duckdbRowsPerSec
  const share = own.rssMb / peer.duckdbRssMb
  const isMet = times >= goalTimes && share <= goalShareOfMemory
  return (
    `Goal: ${goalTimes} x DuckDB at a quarter of its memory: ${isMet ? 'met' : 'missed'} ` +
    `(${times.toFixed(2)} x, ${(100 * share).toFixed(0)} % of the memory).`
  )
}

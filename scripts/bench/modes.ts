import { availableParallelism } from 'node:os'
import type { Bench, BenchResult } from './bench.ts'
import type { LoadRun } from './exchange/load.ts'
import { figuresOf, type ModeRuns, measureMode } from './exchange/measureMode.ts'
import { median } from './median.ts'
import type { Table } from './table.ts'

const goalQps = 60

/** Direct queries: the asked agency has the file. */
export const benchMode1: Bench = async (options) => {
  const runs = await measureMode(1, options)
  const { qps } = figuresOf(runs.lenders16)
  const goal =
    `Goal: at least ${goalQps} queries/s at 16 lenders on two cores, the chain among them: ` +
    `${qps >= goalQps ? 'met' : 'missed'} (${qps}).`
  return reportOf('Mode 1, direct', runs, [goal])
}

/** Relayed queries: the asked agency buys the file from its peer. */
export const benchMode2: Bench = async (options) => {
  const runs = await measureMode(2, options)
  const more =
    'Beside what a direct query takes: broadcast, identification, offers, a trade and its settlement, ' +
    'three transactions and two legs in all.'
  return reportOf('Mode 2, relayed', runs, [more])
}

function reportOf(title: string, runs: ModeRuns, remarks: readonly string[]): BenchResult {
  const lenders1 = figuresOf(runs.lenders1)
  const lenders16 = figuresOf(runs.lenders16)
  const row = (name: string, figures: typeof lenders1) => [
    ...[name, figures.qps, figures.p50Ms, figures.p99Ms],
  ]
  return {
    figures: { lenders1, lenders16 },
    tables: [
      {
        title: `${title}: answered, paid and settled, median of ${runs.lenders16.length}`,
        columns: ['', 'queries/s', 'p50 ms', 'p99 ms'],
        rows: [row('1 lender', lenders1), row('16 lenders', lenders16)],
      },
      processorTable(runs.lenders16),
    ],
    remarks: [...remarks, bottleneck(runs.lenders16)],
  }
}

function processorTable(runs: readonly LoadRun[]): Table {
  return {
    title: 'Where the time goes at 16 lenders',
    columns: ['process', 'processor ms a query'],
    rows: Object.entries(processorMs(runs)),
  }
}

function processorMs(runs: readonly LoadRun[]): Record<string, number> {
  const names = Object.keys(runs[0]?.processorMs ?? {})
  return Object.fromEntries(
    names.map((name) => [name, median(runs.map((run) => run.processorMs[name] ?? 0))]),
  )
}

function bottleneck(runs: readonly LoadRun[]): string {
  const each = processorMs(runs)
  const total = Object.values(each).reduce((sum, ms) => sum + ms, 0)
  const [largest = 'none'] = Object.keys(each).sort((a, b) => (each[b] ?? 0) - (each[a] ?? 0))
  const cores = availableParallelism()
  const busy = median(runs.map(({ processors }) => processors))
  const serial = Object.keys(each).filter((name) => name !== 'lenders')
  const slowest = Math.max(...serial.map((name) => each[name] ?? 0))
  return (
    `A query takes ${total.toFixed(1)} ms of processor, most of it in: ${largest}. ${busy.toFixed(2)} of ` +
    `${cores} processors were busy; ${cores} alone would allow ${Math.round((1000 * cores) / total)} queries/s, ` +
    `the busiest single process (one thread) ${Math.round(1000 / slowest)}.`
  )
}

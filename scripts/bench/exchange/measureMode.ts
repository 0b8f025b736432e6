import type { BenchOptions } from '../bench.ts'
import { median } from '../median.ts'
import { type BenchNetwork, openBenchNetwork } from './benchNetwork.ts'
import { type LenderCrew, startLenderCrew } from './lenderCrew.ts'
import { type LoadRun, runLoad } from './load.ts'
import { enrolPeople, grantQuestions, type Person, type Question } from './people.ts'

/** What each figure is the median of. */
export interface ModeRuns {
  readonly lenders1: readonly LoadRun[]
  readonly lenders16: readonly LoadRun[]
}

interface Effort {
  readonly runs: number
  readonly peoplePerAgency: number
  readonly enrolled: number
  /** Questions of each lender before anything is measured. */
  readonly warmUp: number
  /** Questions of each lender in a run, by the number of lenders. */
  readonly alone: number
  readonly together: number
}

const crowd = 16
// Two: neither one thread for all lenders, nor so many that compiling the same code again is what is measured.
const crewSize = 2
const full: Effort = {
  runs: 3,
  peoplePerAgency: 2_000,
  enrolled: 64,
  warmUp: 12,
  alone: 60,
  together: 20,
}
const quick: Effort = {
  runs: 1,
  peoplePerAgency: 400,
  enrolled: 4,
  warmUp: 1,
  alone: 3,
  together: 1,
}

/**
 * Runs one lender and sixteen on a network of real processes: chain, two agencies, lenders with durable journals.
 * In Mode 2 the people asked about are on file at the peer alone.
 */
export async function measureMode(mode: 1 | 2, { isQuick, log }: BenchOptions): Promise<ModeRuns> {
  const effort = isQuick ? quick : full
  const { runs, peoplePerAgency, enrolled: count } = effort
  log(`mode${mode}: bringing the network up`)
  const size = { lenders: crowd, people: { a: peoplePerAgency, b: peoplePerAgency } }
  await using network = await openBenchNetwork(size)
  const people = await enrolPeople(network, { onFileAt: mode === 1 ? 'a' : 'b', count })
  await using crew = startLenderCrew(crewSize)
  const stage = { network, crew, people, mayRelay: mode === 2 }
  log(`mode${mode}: warming up`)
  await loadWith(stage, { lenders: crowd, questions: effort.warmUp })
  const measured: { lenders1: LoadRun[]; lenders16: LoadRun[] } = { lenders1: [], lenders16: [] }
  for (let run = 1; run <= runs; run += 1) {
    log(`mode${mode}: run ${run} of ${runs}`)
    measured.lenders1.push(await loadWith(stage, { lenders: 1, questions: effort.alone }))
    measured.lenders16.push(await loadWith(stage, { lenders: crowd, questions: effort.together }))
  }
  return measured
}

interface ModeStage {
  readonly network: BenchNetwork
  readonly crew: LenderCrew
  readonly people: readonly Person[]
  readonly mayRelay: boolean
}

async function loadWith(
  { network, crew, people, mayRelay }: ModeStage,
  { lenders, questions: count }: { readonly lenders: number; readonly questions: number },
): Promise<LoadRun> {
  const works: { lender: string; questions: Question[] }[] = []
  for (const lender of network.lenders.slice(0, lenders)) {
    works.push({ lender, questions: await grantQuestions(network, { lender, people, count }) })
  }
  return runLoad({ network, crew }, { works, mayRelay })
}

/** The figures of the report. */
export function figuresOf(runs: readonly LoadRun[]): { qps: number; p50Ms: number; p99Ms: number } {
  const of = (name: 'qps' | 'p50Ms' | 'p99Ms') =>
    Number(median(runs.map((run) => run[name])).toFixed(1))
  return { qps: of('qps'), p50Ms: of('p50Ms'), p99Ms: of('p99Ms') }
}

import { setTimeout as wait } from 'node:timers/promises'
import { readHistory } from '@creditmesh/sdk/chain/history.ts'
import { readBlockHead } from '@creditmesh/sdk/chain/rpc.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { percentile } from '../median.ts'
import type { BenchNetwork } from './benchNetwork.ts'
import type { LenderCrew } from './lenderCrew.ts'
import type { LenderOrder } from './lenderOrders.ts'
import { readProcessors, spentBetween } from './processorTime.ts'

/** One run of some lenders, each with questions of its own. */
export interface LoadRun {
  readonly queries: number
  /** Until the last query was answered and settled: what is owed is part of the work. */
  readonly qps: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** Processor milliseconds for each query, by process. */
  readonly processorMs: Readonly<Record<string, number>>
  /** Processors busy on average, all processes together. */
  readonly processors: number
}

interface LoadParts {
  readonly network: BenchNetwork
  readonly crew: LenderCrew
}

const settleWithinMs = 60_000

/** Lets lenders ask all their questions, and waits until the chain has settled every leg of theirs. */
export async function runLoad(
  { network, crew }: LoadParts,
  order: Omit<LenderOrder, 'dir'>,
): Promise<LoadRun> {
  const questions = order.works.flatMap((work) => work.questions)
  const buyers = new Set(questions.map(({ consentPackage: { grant } }) => grant.grantee))
  const fromBlock = ((await readBlockHead(network.chain.rpc))?.number ?? 0) + 1
  const pids = { ...network.pids(), ...crew.pids }
  const before = readProcessors(pids)
  const start = performance.now()
  const latencies = await crew.run({ dir: network.dir, ...order })
  await untilSettled(network, { buyers, count: questions.length, fromBlock })
  const seconds = (performance.now() - start) / 1000
  const spent = spentBetween(before, readProcessors(pids))
  const each = Object.entries(spent).map(([name, sec]) => [name, (sec * 1000) / questions.length])
  return {
    queries: questions.length,
    qps: questions.length / seconds,
    p50Ms: percentile(latencies, 50),
    p99Ms: percentile(latencies, 99),
    processorMs: Object.fromEntries(each),
    processors: Object.values(spent).reduce((sum, sec) => sum + sec, 0) / seconds,
  }
}

interface Owed {
  readonly buyers: ReadonlySet<string>
  readonly count: number
  readonly fromBlock: number
}

async function untilSettled({ chain }: BenchNetwork, owed: Owed): Promise<void> {
  const { buyers, count, fromBlock } = owed
  const deadline = performance.now() + settleWithinMs
  for (;;) {
    const history = { name: 'LegSettled', fromBlock } as const
    const settled = await readHistory(chain.rpc, chain.deployment, history)
    if (settled.filter(({ args }) => buyers.has(args.buyer)).length >= count) return
    if (performance.now() > deadline) {
      throw new MeshError('query.timeout', { detail: 'answered queries were not settled in time' })
    }
    await wait(20)
  }
}

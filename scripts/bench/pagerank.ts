import { availableParallelism, freemem } from 'node:os'
import { join } from 'node:path'
import type { BlockedNetwork } from '@creditmesh/agency-node/scoring/graph/blockedNetwork.ts'
import { blockNetwork } from '@creditmesh/agency-node/scoring/graph/blockNetwork.ts'
import type { Precision } from '@creditmesh/agency-node/scoring/graph/kernel.ts'
import type { LinkRows } from '@creditmesh/agency-node/scoring/graph/linkRows.ts'
import type { Bench, BenchOptions, Figures } from './bench.ts'
import { readScores, writeNetwork } from './graph/networkFiles.ts'
import {
  SOURCES,
  secPerIteration,
  secPerStep,
  secToSameError,
  sources,
  withEngine,
} from './graph/ourRates.ts'
import { powerLawNetwork, weighed } from './graph/powerLawNetwork.ts'
import { median } from './median.ts'
import { runPeer } from './peers/runPeer.ts'
import type { Cell, Table } from './table.ts'
import { withTemporaryFolder } from './temporaryFolder.ts'

interface Size {
  readonly name: 'small' | 'large'
  readonly nodes: number
  /** Iterations a round; rounds of ours and of scipy take turns. */
  readonly iterations: number
  readonly rounds: number
  readonly hasNetworkx: boolean
}

const sizes: readonly Size[] = [
  { name: 'small', nodes: 1_000_000, iterations: 15, rounds: 3, hasNetworkx: true },
  { name: 'large', nodes: 20_000_000, iterations: 5, rounds: 2, hasNetworkx: false },
]

const quickSizes: readonly Size[] = [
  { name: 'small', nodes: 10_000, iterations: 3, rounds: 1, hasNetworkx: true },
  { name: 'large', nodes: 50_000, iterations: 3, rounds: 1, hasNetworkx: false },
]

/**
 * Personalised PageRank and spreading activation, links a second of one iteration. scipy's is its power iteration; igraph and
 * networkx show no iterations, so their rate is ours divided by how many times as long they take to the same error.
 */
export const benchPageRank: Bench = async (options) => {
  const measured: [string, Figures][] = []
  for (const size of options.isQuick ? quickSizes : sizes) {
    measured.push([size.name, await measure(size, options)])
  }
  return {
    figures: Object.fromEntries(measured),
    tables: measured.map(([name, figures]) => tableOf(name, figures)),
    remarks: [
      `Ours: ${availableParallelism()} threads. edgesPerSec and its like have four bytes a score, "double" eight as scipy has. The peers use one thread.`,
      'Goals: edgesPerSec 4 times scipy; igraph 10 times as long as we to the same error (in eight bytes).',
      'igraph runs where its 190 bytes a link fit into memory: 200 million links take 38 GB. networkx runs on the small network only.',
      'Limited by the way of scores of random nodes from the caches, not by the 4 bytes a link that stream past.',
    ],
  }
}

async function measure(size: Size, { log }: BenchOptions): Promise<Figures> {
  const rows = powerLawNetwork(size.nodes, 1)
  return withTemporaryFolder(async (folder) => {
    log(`pagerank: a network of ${size.nodes} nodes`)
    const links = await writeNetwork(rows, folder)
    const network = blockNetwork(rows)
    const rates = await raceScipy(network, size, { folder, links, log })
    return {
      ...rates,
      ...(await otherRates(rows, network, { links, size, log })),
      ...(await raceToError('igraph', network, { folder, links, rates, log })),
      ...(size.hasNetworkx &&
        (await raceToError('networkx', network, { folder, links, rates, log }))),
    }
  })
}

interface Race {
  readonly folder: string
  readonly links: number
  readonly log: BenchOptions['log']
}

/** Ours and scipy's take turns, so that a slower moment of the machine falls on both. */
async function raceScipy(network: BlockedNetwork, size: Size, { folder, links, log }: Race) {
  const seconds = { edgesPerSec: [], double: [], scipy: [], scipySingle: [] } as Record<
    'edgesPerSec' | 'double' | 'scipy' | 'scipySingle',
    number[]
  >
  const ours = (precision: Precision) =>
    withEngine(network, { precision }, (engine) => secPerIteration(engine, size.iterations))
  const scipy = async (precision: string) => {
    const args = [folder, String(SOURCES), String(size.iterations), precision]
    const result = await runPeer('pagerank_scipy.py', args)
    return result === null ? [] : [Number(result.secPerIteration)]
  }
  for (let round = 0; round < size.rounds; round++) {
    log(`pagerank: round ${round + 1} of ${size.rounds} against scipy`)
    seconds.edgesPerSec.push(await ours('single'))
    seconds.scipy.push(...(await scipy('float64')))
    seconds.double.push(await ours('double'))
    seconds.scipySingle.push(...(await scipy('float32')))
  }
  const measured = Object.entries(seconds).filter(([, each]) => each.length > 0)
  return {
    links,
    // ours is always measured
    ...(Object.fromEntries(measured.map(([name, each]) => [name, links / median(each)])) as {
      edgesPerSec: number
    }),
  }
}

async function otherRates(
  rows: LinkRows,
  network: BlockedNetwork,
  { links, size, log }: { links: number; size: Size; log: BenchOptions['log'] },
) {
  log('pagerank: spreading activation, and weighted links')
  const options = { precision: 'single' } as const
  const spreading = await withEngine(network, options, (engine) =>
    secPerStep(engine, size.iterations),
  )
  const weighted = await withEngine(blockNetwork(weighed(rows)), options, (engine) =>
    secPerIteration(engine, size.iterations),
  )
  return { spreading: links / spreading, weighted: links / weighted }
}

/** What igraph holds for a link, measured; where memory is less it is not asked. */
const IGRAPH_BYTES = 190

async function raceToError(
  peer: 'igraph' | 'networkx',
  network: BlockedNetwork,
  { folder, links, rates, log }: Race & { readonly rates: { readonly edgesPerSec: number } },
): Promise<Figures> {
  if (links * IGRAPH_BYTES > freemem()) return {}
  log(`pagerank: ${peer}`)
  const result = await runPeer(`pagerank_${peer}.py`, [folder, String(SOURCES)])
  if (result === null) return {}
  const peerSec = Number(result.sec)
  const scores = await readScores(join(folder, `${peer}.f64`))
  const ours = await withEngine(network, {}, async (engine) => {
    const exact = await engine.pageRank(sources, { tolerance: 1e-15 })
    return secToSameError(engine, exact.scores, scores)
  })
  return {
    [peer]: (rates.edgesPerSec * ours.sec) / peerSec,
    [`${peer}Sec`]: peerSec,
    [`secToErrorOf${peer === 'igraph' ? 'Igraph' : 'Networkx'}`]: ours.sec,
  }
}

function tableOf(name: string, figures: Figures): Table {
  const { edgesPerSec = 0, links = 0, ...rest } = figures as Readonly<Record<string, number>>
  const rows = Object.entries(rest).map(([key, value]): Cell[] =>
    /sec/i.test(key) ? [key, '', '', value] : [key, value / 1e6, edgesPerSec / value, ''],
  )
  return {
    title: `PageRank, ${name}: ${links.toLocaleString('en-US')} links`,
    columns: ['', 'million links/s', 'ours times', 'seconds in all'],
    rows: [['ours', edgesPerSec / 1e6, 1, ''], ...rows],
  }
}

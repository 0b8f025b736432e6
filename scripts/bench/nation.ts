import { availableParallelism } from 'node:os'
import { blockNetwork } from '@creditmesh/agency-node/scoring/graph/blockNetwork.ts'
import type { Bench } from './bench.ts'
import { SOURCES, withEngine } from './graph/ourRates.ts'
import { powerLawNetwork } from './graph/powerLawNetwork.ts'

const ITERATIONS = 20

/**
 * The paper's whole network, 90 million numbers and 900 million links: personalised PageRank, 20 iterations, in one process. The links
 * are generated twice while they are laid out, so that only the layout needs memory.
 */
export const benchNation: Bench = async ({ isQuick, log }) => {
  const rows = powerLawNetwork(isQuick ? 200_000 : 90_000_000, 1)
  log(`nation: laying out the links of ${rows.nodes} numbers`)
  const buildStart = performance.now()
  const network = blockNetwork(rows)
  const secToBuild = secSince(buildStart)
  log(`nation: ${network.links} links, laid out in ${secToBuild.toFixed(0)} s`)
  const sec = await withEngine(network, { precision: 'single' }, async (engine) => {
    // Scattered, as people are: neighbouring ones would let the first steps pass over more than they may.
    const sources = Array.from({ length: SOURCES }, (_, at) =>
      Math.floor((at * rows.nodes) / SOURCES),
    )
    const start = performance.now()
    await engine.pageRank(sources, {
      ...{ maxIterations: ITERATIONS, tolerance: 1e-300 },
      onProgress: (done) => log(`nation: iteration ${done}, ${secSince(start).toFixed(1)} s`),
    })
    return secSince(start)
  })
  const rssMb = process.resourceUsage().maxRSS / 1024
  const { nodes, links } = network
  const figures = { nodes, links, secToBuild, [`secFor${ITERATIONS}`]: sec, rssMb }
  return {
    figures,
    tables: [
      {
        title: `PageRank of a nation, ${availableParallelism()} threads`,
        columns: [
          'numbers',
          'links',
          'layout s',
          `${ITERATIONS} iterations s`,
          'million links/s',
          'peak MB',
        ],
        rows: [[nodes, links, secToBuild, sec, (links * ITERATIONS) / sec / 1e6, rssMb]],
      },
    ],
    remarks: [
      'Goal: 60 s and 6 GB on two cores. Peak memory is of the whole process, generator and all.',
    ],
  }
}

function secSince(start: number): number {
  return (performance.now() - start) / 1000
}

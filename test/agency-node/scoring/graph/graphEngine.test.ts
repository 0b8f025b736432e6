import type { Csr } from '@creditmesh/agency-node/analysis/network/csr.ts'
import {
  danglingPolicies,
  personalizedPageRank,
} from '@creditmesh/agency-node/analysis/network/personalizedPageRank.ts'
import { spreadingActivation } from '@creditmesh/agency-node/analysis/network/spreadingActivation.ts'
import { blockNetwork } from '@creditmesh/agency-node/scoring/graph/blockNetwork.ts'
import {
  type EngineOptions,
  type GraphEngine,
  openGraphEngine,
} from '@creditmesh/agency-node/scoring/graph/graphEngine.ts'
import { rowsOfCsr } from '@creditmesh/agency-node/scoring/graph/linkRows.ts'
import { describe, expect, test } from 'vitest'
import { type Link, networkOf, randomCalls } from '../../analysis/network/smallNetworks.ts'

const nodes = 10_000
const calls = randomCalls(nodes, 40_000, 1)
const sources = [5, 77, 4096, 9999, 8200]

/** One network for each way of holding weights. */
const networks: Readonly<Record<string, Csr>> = {
  none: networkOf(nodes, [
    ...new Map(calls.map(([from, to]) => [from * nodes + to, [from, to, 1] as Link])).values(),
  ]),
  bytes: networkOf(nodes, calls),
  shorts: networkOf(
    nodes,
    weighedBy((weight) => weight * 100),
  ),
  singles: networkOf(
    nodes,
    weighedBy((weight) => weight / 8),
  ),
  doubles: networkOf(
    nodes,
    weighedBy((weight) => weight / 7),
  ),
}

function weighedBy(change: (weight: number) => number): Link[] {
  return calls.map(([from, to, weight]) => [from, to, change(weight)])
}

async function withEngine<T>(
  network: Csr,
  options: EngineOptions,
  work: (engine: GraphEngine) => Promise<T>,
): Promise<T> {
  const engine = openGraphEngine(blockNetwork(rowsOfCsr(network), { blockBits: 12 }), options)
  try {
    return await work(engine)
  } finally {
    await engine.close()
  }
}

describe.each(Object.entries(networks))('weights held as %s', (weighing, network) => {
  test('are held so', () => {
    expect(blockNetwork(rowsOfCsr(network)).weighing).toBe(weighing)
  })

  test('double precision gives every bit of the plain functions, on any number of threads', async () => {
    for (const threads of [1, 3]) {
      await withEngine(network, { threads }, async (engine) => {
        const ranked = await engine.pageRank(sources)
        expect(ranked).toEqual(personalizedPageRank(network, sources))
        const spread = await engine.spreadingActivation(sources)
        expect(spread).toEqual(spreadingActivation(network, sources))
      })
    }
  })

  test('single precision agrees to six digits, and both kernels to the last bit', async () => {
    const single = (kernel: 'wasm' | 'plain') =>
      withEngine(network, { threads: 2, precision: 'single', kernel }, async (engine) => ({
        ranked: await engine.pageRank(sources),
        spread: await engine.spreadingActivation(sources),
      }))
    const fast = await single('wasm')
    expect(await single('plain')).toEqual(fast)
    const exact = personalizedPageRank(network, sources).scores
    expect(fast.ranked.isConverged).toBe(true)
    const gap = exact.reduce(
      (sum, score, node) => sum + Math.abs(score - (fast.ranked.scores[node] as number)),
      0,
    )
    expect(gap).toBeLessThan(5e-6)
  })
})

test.each(
  danglingPolicies,
)('dangling scores treated as %s give the same bits', async (dangling) => {
  const network = networks.bytes as Csr
  await withEngine(network, { threads: 2 }, async (engine) => {
    const ranked = await engine.pageRank(sources, { dangling, alpha: 0.6 })
    expect(ranked).toEqual(personalizedPageRank(network, sources, { dangling, alpha: 0.6 }))
  })
})

test('networks of no node, one node and no link', async () => {
  for (const [size, from] of [
    [0, []],
    [1, [0]],
    [5, [2, 3]],
  ] as const) {
    const network = networkOf(size, [])
    await withEngine(network, { threads: 2 }, async (engine) => {
      expect(await engine.pageRank(from)).toEqual(personalizedPageRank(network, from))
      expect(await engine.spreadingActivation(from)).toEqual(spreadingActivation(network, from))
    })
  }
})

test('runs asked for at once take turns', async () => {
  const network = networks.none as Csr
  await withEngine(network, { threads: 2 }, async (engine) => {
    const [first, second] = await Promise.all([engine.pageRank([1]), engine.pageRank([2])])
    expect(first).toEqual(personalizedPageRank(network, [1]))
    expect(second).toEqual(personalizedPageRank(network, [2]))
  })
})

test('groups of sources that have nothing to give are passed over, and no bit is lost', async () => {
  const many = 150_000
  const network = networkOf(many, randomCalls(many, 200_000, 5))
  const blocked = blockNetwork(rowsOfCsr(network), { blockBits: 17 })
  expect(new Set(blocked.segments.groups).size).toBe(5)
  const engine = openGraphEngine(blocked, { threads: 2 })
  try {
    for (const from of [[3], [0, 40_000, 149_999]]) {
      for (const maxIterations of [1, 2, 30]) {
        const ranked = await engine.pageRank(from, { maxIterations })
        expect(ranked).toEqual(personalizedPageRank(network, from, { maxIterations }))
      }
      expect(await engine.spreadingActivation(from)).toEqual(spreadingActivation(network, from))
    }
  } finally {
    await engine.close()
  }
})

test('a run finds nothing of the one before it, however far either went', async () => {
  const network = networks.bytes as Csr
  await withEngine(network, { threads: 2 }, async (engine) => {
    const everybody = Array.from({ length: nodes }, (_, node) => node)
    for (const maxIterations of [1, 2, 3]) {
      await engine.pageRank(everybody, { maxIterations })
      const few = await engine.pageRank([7], { maxIterations: 4 })
      expect(few).toEqual(personalizedPageRank(network, [7], { maxIterations: 4 }))
    }
    const kept = await engine.pageRank([7])
    const before = kept.scores.slice()
    await engine.spreadingActivation(everybody)
    expect(kept.scores).toEqual(before)
  })
})

test('progress counts the steps', async () => {
  await withEngine(networks.bytes as Csr, { threads: 1 }, async (engine) => {
    const seen: number[] = []
    const { iterations } = await engine.pageRank(sources, {
      onProgress: (done, total) => {
        seen.push(done)
        expect(done).toBeLessThanOrEqual(total)
      },
    })
    expect(seen).toEqual(Array.from({ length: iterations }, (_, i) => i + 1))
  })
})

test('error: a run that is cancelled rejects, and the next one is right', async () => {
  const network = networks.bytes as Csr
  await withEngine(network, { threads: 2 }, async (engine) => {
    const cancel = new AbortController()
    const cancelled = engine.pageRank(sources, {
      signal: cancel.signal,
      onProgress: () => cancel.abort(new Error('enough')),
    })
    await expect(cancelled).rejects.toThrowError('enough')
    await expect(engine.pageRank(sources, { signal: cancel.signal })).rejects.toThrowError('enough')
    expect(await engine.pageRank(sources)).toEqual(personalizedPageRank(network, sources))
  })
})

test('error: sources and options outside their range are refused, and the engine goes on', async () => {
  const network = networks.none as Csr
  await withEngine(network, { threads: 1 }, async (engine) => {
    await expect(engine.pageRank([nodes])).rejects.toThrowError('analysis.invalid_input')
    await expect(engine.pageRank([1], { alpha: 2 })).rejects.toThrowError('analysis.invalid_input')
    await expect(engine.spreadingActivation([1], { d: -1 })).rejects.toThrowError(
      'analysis.invalid_input',
    )
    expect((await engine.pageRank([1])).isConverged).toBe(true)
  })
  const blocked = blockNetwork(rowsOfCsr(network))
  expect(() => openGraphEngine(blocked, { threads: 0 })).toThrowError('analysis.invalid_input')
})

test('error: a thread that fails fails its run and later ones', async () => {
  const blocked = blockNetwork(rowsOfCsr(networks.bytes as Csr))
  blocked.segments.starts[0] = 2 ** 30 // beyond the memory: WebAssembly traps
  const engine = openGraphEngine(blocked, { threads: 2 })
  await expect(engine.pageRank([1])).rejects.toThrowError('internal.unexpected')
  await expect(engine.pageRank([1])).rejects.toThrowError('internal.unexpected')
  await engine.close()
})

test('error: a run whose engine is closed does not wait for ever', async () => {
  const engine = openGraphEngine(blockNetwork(rowsOfCsr(networks.bytes as Csr)), { threads: 1 })
  const run = engine.spreadingActivation(sources, { threshold: 1e-300 })
  const failed = expect(run).rejects.toThrowError('internal.unexpected')
  await engine.close()
  await failed
})

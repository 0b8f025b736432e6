import type { Direction } from '@creditmesh/agency-node/analysis/network/csr.ts'
import { homophily } from '@creditmesh/agency-node/analysis/network/homophily.ts'
import { linkBased, notCustomer } from '@creditmesh/agency-node/analysis/network/linkBased.ts'
import {
  type NamedCall,
  type NamedNetwork,
  namedNetwork,
} from '@creditmesh/agency-node/analysis/network/namedCalls.ts'
import {
  type Dangling,
  type PageRank,
  personalizedPageRank,
} from '@creditmesh/agency-node/analysis/network/personalizedPageRank.ts'
import { spreadingActivation } from '@creditmesh/agency-node/analysis/network/spreadingActivation.ts'
import { ownValue, settled } from './task.ts'

interface Calls {
  readonly calls: readonly NamedCall[]
  readonly minSeconds: number
}

interface LinkBasedCase extends Calls {
  readonly late: Readonly<Record<string, number | null>>
  readonly subjects: readonly string[]
}

interface PropagationCase extends Calls {
  readonly direction: Direction
  readonly sources: readonly string[]
}

interface PageRankCase extends PropagationCase {
  readonly alpha: number
  readonly dangling: Dangling
}

interface SpreadingCase extends PropagationCase {
  readonly d: number
  readonly threshold: number
}

interface HomophilyCase extends Calls {
  readonly labels: Readonly<Record<string, number>>
}

/**
 * The tasks of the reference vectors about networks; the README beside the vectors is the contract of their input. People without a
 * kept call are in no network: as sources they send nothing, as subjects all their features are 0.
 */
export const networkTasks: Readonly<Record<string, (input: unknown) => unknown>> = {
  linkBased: (input) => solveLinkBased(input as LinkBasedCase),
  personalizedPageRank: (input) => solvePageRank(input as PageRankCase),
  spreadingActivation: (input) => solveSpreading(input as SpreadingCase),
  homophily: (input) => solveHomophily(input as HomophilyCase),
}

function solveLinkBased({ calls, late, subjects, ...rule }: LinkBasedCase) {
  const { names, idOf, networks } = namedNetwork(calls, rule)
  const payments = names.map((name) => ownValue(late, name) ?? notCustomer)
  const nodes = names.map((_, node) => node)
  const columns = linkBased(networks, payments, nodes)
  const featuresOf = (subject: string) => {
    const node = idOf.get(subject)
    return columns.map(({ name, values }) => [name, node === undefined ? 0 : values[node]])
  }
  return Object.fromEntries(
    subjects.map((subject) => [subject, Object.fromEntries(featuresOf(subject))]),
  )
}

function solvePageRank({ calls, minSeconds, direction, sources, ...options }: PageRankCase) {
  const named = namedNetwork(calls, { minSeconds })
  const { alpha, dangling } = options
  // An alpha near 1 takes thousands of steps; the cases are small.
  const search = { alpha, dangling, maxIterations: 100_000 }
  const result = personalizedPageRank(named.networks[direction], idsOf(named, sources), search)
  return {
    scores: byName(named, settled({ ...result, isConverged: isNear(result, alpha) }).scores),
  }
}

function solveSpreading({ calls, minSeconds, direction, sources, ...options }: SpreadingCase) {
  const named = namedNetwork(calls, { minSeconds })
  const { d, threshold } = options
  const from = idsOf(named, sources)
  const result = spreadingActivation(named.networks[direction], from, { d, threshold })
  return { energy: byName(named, settled(result).energy), steps: result.steps }
}

function solveHomophily({ calls, minSeconds, labels }: HomophilyCase) {
  const { names, networks } = namedNetwork(calls, { minSeconds })
  return homophily(
    networks.UD,
    names.map((name) => ownValue(labels, name) ?? -1),
  )
}

function idsOf({ idOf }: NamedNetwork, names: readonly string[]): number[] {
  return names.map((name) => idOf.get(name)).filter((node) => node !== undefined)
}

/** The vectors ask for nine digits. Near alpha 1 rounding alone moves the scores by more than the engine's own tolerance. */
function isNear({ isConverged, change }: PageRank, alpha: number): boolean {
  return isConverged || (change * alpha) / (1 - alpha) < 5e-10
}

function byName({ names }: NamedNetwork, values: Float64Array): Record<string, number> {
  return Object.fromEntries(names.map((name, node) => [name, values[node] as number]))
}

import { join } from 'node:path'
import {
  type CallNetworkResult,
  callNetwork,
} from '@creditmesh/agency-node/analysis/network/callNetwork.ts'
import type { CallRecords } from '@creditmesh/agency-node/analysis/network/callRecords.ts'
import { seededRandom } from '@creditmesh/agency-node/analysis/random.ts'
import { readColumns } from '../readColumns.ts'
import { normal, poisson } from '../synthetic/draws.ts'

/** Real calls of students (Sapiezynski et al. 2019) with made-up arrears: no public data has both. */
export interface Copenhagen extends CallNetworkResult {
  readonly calls: CallRecords
  readonly nodes: number
  /** Made up: late payments of everybody, 3 for three or more. */
  readonly late: Int8Array
  /** Made up: 1 where a person defaults in the year after. */
  readonly y: Uint8Array
}

/**
 * Reads `calls.csv` and `fb_friends.csv`. Arrears follow a strain that befriended people share: friendship is another channel than
 * the calls, so whatever the calls tell about arrears is no artefact of how the arrears were drawn.
 */
export async function readCopenhagen(folder: string, seed: number): Promise<Copenhagen> {
  const [seconds, callers, callees, durations] = await columnsOf(join(folder, 'calls.csv'), 4)
  const [ones, others] = await columnsOf(join(folder, 'fb_friends.csv'), 2)
  const nodes =
    1 +
    [callers, callees, ones, others].flatMap((ids) => [...ids]).reduce((a, b) => Math.max(a, b), 0)
  const calls = {
    seconds,
    from: Uint32Array.from(callers),
    to: Uint32Array.from(callees),
    durations,
  }
  const strain = sharedStrain(nodes, { ones, others }, seed)
  const random = seededRandom(seed + 1)
  const late = Int8Array.from(strain, (each) =>
    Math.min(3, poisson(random, Math.min(20, 0.35 * Math.exp(each)))),
  )
  const y = Uint8Array.from(strain, (each) => (each + normal(random) > 1.7 ? 1 : 0))
  return { ...callNetwork(calls, { nodes }), calls, nodes, late, y }
}

async function columnsOf(path: string, count: 2 | 4) {
  return (await readColumns(path, count)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ] // the first `count` exist
}

/** Own strain and the mean of the friends', half and half in variance. */
function sharedStrain(
  nodes: number,
  { ones, others }: { readonly ones: Float64Array; readonly others: Float64Array },
  seed: number,
): Float64Array {
  const random = seededRandom(seed)
  const own = new Float64Array(nodes).map(() => normal(random))
  const sum = Float64Array.from(own)
  const count = new Float64Array(nodes).fill(1)
  ones.forEach((one, at) => {
    const other = others[at] as number
    sum[one] = (sum[one] as number) + (own[other] as number)
    sum[other] = (sum[other] as number) + (own[one] as number)
    count[one] = (count[one] as number) + 1
    count[other] = (count[other] as number) + 1
  })
  // The mean of k independent ones has variance 1 / k: the root of k makes it 1 again.
  return own.map((each, node) => {
    const shared = (sum[node] as number) / Math.sqrt(count[node] as number)
    return Math.SQRT1_2 * (each + shared)
  })
}

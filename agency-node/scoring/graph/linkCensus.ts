import { invalid } from '../../analysis/labels.ts'
import { type Blocks, chunkBits } from './blocks.ts'
import type { LinkBatch, LinkRows } from './linkRows.ts'
import { type Weighing, weighingOf, weightBytes, wider } from './weighing.ts'

/** What a first pass over the rows tells, all of it checked. */
export interface Census {
  readonly links: number
  /** Links into each block of targets. */
  readonly blockLinks: Uint32Array
  readonly weighing: Weighing
  readonly strengths: Uint32Array | Float64Array
}

interface Count {
  readonly nodes: number
  readonly blocks: Blocks
  readonly blockLinks: Uint32Array
  weighing: Weighing
  strengths: Uint32Array | Float64Array
  links: number
  nextNode: number
}

/** Counts and checks every link. Throws `analysis.invalid_input`. */
export function takeCensus(rows: LinkRows, blocks: Blocks): Census {
  const { nodes } = rows
  const count: Count = {
    ...{ nodes, blocks, links: 0, nextNode: 0, weighing: 'none' },
    blockLinks: new Uint32Array(blocks.count),
    strengths: new Uint32Array(new SharedArrayBuffer(4 * nodes)),
  }
  for (const batch of rows.batches()) {
    requireBatch(batch, count)
    countTargets(count, batch)
    addStrengths(count, batch)
    count.links += batch.targets.length
    count.nextNode += batch.offsets.length - 1
  }
  if (count.nextNode !== nodes) throw invalid(`There are rows for ${count.nextNode} nodes only.`)
  return count
}

function requireBatch({ firstNode, offsets, targets, weights }: LinkBatch, count: Count): void {
  if (firstNode !== count.nextNode) throw invalid(`Node ${count.nextNode} has no row in its place.`)
  if (firstNode + offsets.length - 1 > count.nodes) throw invalid('There are more rows than nodes.')
  if (offsets[0] !== 0 || offsets.at(-1) !== targets.length) {
    throw invalid('The offsets of a batch do not fit its links.')
  }
  if (weights !== undefined && weights.length !== targets.length) {
    throw invalid('There are not as many weights as links.')
  }
}

function countTargets({ blockLinks, blocks, nodes }: Count, { targets }: LinkBatch): void {
  const { ofChunk } = blocks
  for (let link = 0; link < targets.length; link++) {
    const target = targets[link] as number
    if (target >= nodes) throw invalid(`A link leads to ${target}, which is no node.`)
    const block = ofChunk[target >>> chunkBits] as number
    blockLinks[block] = (blockLinks[block] as number) + 1
  }
}

/** Whole weights add up in 32 bits as long as they fit; the first that does not turns all sums into doubles. */
function addStrengths(count: Count, { firstNode, offsets, weights }: LinkBatch): void {
  for (let row = 0; row + 1 < offsets.length; row++) {
    const start = offsets[row] as number
    const end = offsets[row + 1] as number
    if (start > end) throw invalid(`The links of node ${firstNode + row} end before they begin.`)
    const sum = weights === undefined ? end - start : sumWeights(count, weights, { start, end })
    const isWhole = weightBytes[count.weighing] < weightBytes.singles && sum < 2 ** 32
    if (!isWhole && count.strengths instanceof Uint32Array) count.strengths = doubled(count)
    count.strengths[firstNode + row] = sum
  }
}

function sumWeights(
  count: Count,
  weights: NonNullable<LinkBatch['weights']>,
  { start, end }: { readonly start: number; readonly end: number },
): number {
  let sum = 0
  for (let link = start; link < end; link++) {
    const weight = weights[link] as number
    if (!(weight > 0 && weight < Infinity)) throw invalid('A weight is no positive finite number.')
    count.weighing = wider(count.weighing, weighingOf(weight))
    sum += weight
  }
  return sum
}

function doubled({ strengths, nodes }: Count): Float64Array {
  const wide = new Float64Array(new SharedArrayBuffer(8 * nodes))
  wide.set(strengths)
  return wide
}

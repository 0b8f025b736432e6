import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { z } from 'zod'
import {
  type CallNetworks,
  type Csr,
  type Direction,
  directions,
} from '../../analysis/network/csr.ts'
import { linkWords } from '../linking/linkSorter.ts'
import { createRecordFile, readRecords } from '../store/records.ts'
import { tagWords } from '../store/tagTable.ts'

const count = z.int().min(0)
export const frameSchema = z.strictObject({
  format: z.literal('creditmesh/calls-frame/1'),
  /** Of the folder, when it was built: another one makes it stale. */
  generation: count,
  nodes: count,
  keptCalls: count,
  links: z.strictObject({ IN: count, OUT: count, UD: count }),
})
export type FrameFacts = z.output<typeof frameSchema>

/** A network of calls, read. */
export interface Frame {
  readonly facts: FrameFacts
  /** The folder's id of each node, and its tag; nodes are in the order of their tags. */
  readonly ids: Uint32Array
  readonly tags: Uint32Array
  readonly networks: CallNetworks
}

export const factsFile = 'frame.json'

/** Writes one direction of a network; gives the number of its links. */
export async function writeNetwork(
  folder: string,
  direction: Direction,
  network: Csr | AsyncIterable<Uint32Array>,
  nodes: number,
): Promise<number> {
  if ('offsets' in network) {
    await writeWords(join(folder, `${direction}.offsets`), network.offsets)
    await writeWords(join(folder, `${direction}.targets`), network.targets)
    await writeWords(join(folder, `${direction}.weights`), network.weights as Uint32Array)
    return network.targets.length
  }
  return streamNetwork(folder, direction, network, nodes)
}

async function streamNetwork(
  folder: string,
  direction: Direction,
  links: AsyncIterable<Uint32Array>,
  nodes: number,
): Promise<number> {
  const offsets = new Uint32Array(nodes + 1)
  const targets = await createRecordFile(join(folder, `${direction}.targets`))
  const weights = await createRecordFile(join(folder, `${direction}.weights`))
  let total = 0
  try {
    for await (const block of links) {
      const length = block.length / linkWords
      total += length
      await targets.write(
        Uint32Array.from({ length }, (_, i) => block[i * linkWords + 1] as number),
      )
      await weights.write(
        Uint32Array.from({ length }, (_, i) => block[i * linkWords + 2] as number),
      )
      for (let at = 0; at < block.length; at += linkWords) {
        const from = block[at] as number
        offsets[from + 1] = (offsets[from + 1] as number) + 1
      }
    }
  } finally {
    await targets.close()
    await weights.close()
  }
  for (let node = 0; node < nodes; node++) {
    offsets[node + 1] = (offsets[node + 1] as number) + (offsets[node] as number)
  }
  await writeWords(join(folder, `${direction}.offsets`), offsets)
  return total
}

export async function writeWords(path: string, words: Uint32Array): Promise<void> {
  const writer = await createRecordFile(path)
  try {
    await writer.write(words)
  } finally {
    await writer.close()
  }
}

/** Null where there is none of this generation. */
export async function readFacts(folder: string, generation: number): Promise<FrameFacts | null> {
  const text = await readFile(join(folder, factsFile), 'utf8').catch(() => null)
  if (text === null) return null
  const { data } = frameSchema.safeParse(parse(text))
  return data?.generation === generation ? data : null
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Throws `store.corrupt`. */
export async function readFrame(folder: string, facts: FrameFacts): Promise<Frame> {
  const { nodes, links } = facts
  const networks: Partial<Record<Direction, Csr>> = {}
  for (const direction of directions) {
    const offsets = await readWords(join(folder, `${direction}.offsets`), nodes + 1)
    const targets = await readWords(join(folder, `${direction}.targets`), links[direction])
    const weights = await readWords(join(folder, `${direction}.weights`), links[direction])
    if (offsets[nodes] !== links[direction]) {
      throw new MeshError('store.corrupt', { details: { path: folder } })
    }
    networks[direction] = { nodes, offsets, targets, weights }
  }
  return {
    facts,
    ids: await readWords(join(folder, 'nodes.ids'), nodes),
    tags: await readWords(join(folder, 'nodes.tags'), nodes * tagWords),
    networks: networks as CallNetworks, // one for each direction
  }
}

async function readWords(path: string, length: number): Promise<Uint32Array> {
  const words = new Uint32Array(length)
  let at = 0
  for await (const block of readRecords({ path, words: 1, records: length })) {
    words.set(block, at)
    at += block.length
  }
  return words
}

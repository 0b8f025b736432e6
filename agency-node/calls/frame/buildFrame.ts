import { randomUUID } from 'node:crypto'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Csr, type Direction, directions } from '../../analysis/network/csr.ts'
import { mergeCsr, transposeCsr } from '../../analysis/network/transpose.ts'
import { writeAtomically } from '../../files/atomicFile.ts'
import { createLinkSorter, type LinkColumns } from '../linking/linkSorter.ts'
import { type CallFolder, readTags } from '../store/callFolder.ts'
import { tagWords } from '../store/tagTable.ts'
import {
  type Frame,
  type FrameFacts,
  factsFile,
  readFacts,
  readFrame,
  writeNetwork,
  writeWords,
} from './frameFiles.ts'
import { type FrameOptions, frameName, ruleOf } from './frameOptions.ts'
import { type KeptCalls, keptCalls } from './keptCalls.ts'
import { type RankedNodes, rankNodes } from './rankNodes.ts'

const defaultMemory = 1 << 30

/**
 * The network of a time frame, from the disk where it was built from these calls before. Its bytes depend on the calls alone and not on the order in
 * which files brought them, nor on the memory given.
 */
export async function openFrame(folder: CallFolder, options: FrameOptions): Promise<Frame> {
  const facts = await buildFrame(folder, options)
  return readFrame(framePath(folder, options), facts)
}

/** Builds the network of a time frame on the disk, unless it is there. Throws `usage.invalid`, `store.corrupt`, `store.disk_full`. */
export async function buildFrame(folder: CallFolder, options: FrameOptions): Promise<FrameFacts> {
  const path = framePath(folder, options)
  const { generation } = folder.manifest
  const found = await readFacts(path, generation)
  if (found !== null) return found
  const fresh = `${path}.${randomUUID()}.new`
  await mkdir(fresh, { recursive: true, mode: 0o700 })
  try {
    const facts = await writeFrame(fresh, folder, options)
    await rm(path, { recursive: true, force: true })
    await rename(fresh, path)
    return facts
  } catch (cause) {
    await rm(fresh, { recursive: true, force: true })
    throw cause
  }
}

function framePath({ path }: CallFolder, options: FrameOptions): string {
  return join(path, 'frames', frameName(options))
}

async function writeFrame(
  path: string,
  folder: CallFolder,
  options: FrameOptions,
): Promise<FrameFacts> {
  const { ranked, keptCount } = await rankUsed(path, folder, options)
  const nodes = ranked.ids.length
  const links = { IN: 0, OUT: 0, UD: 0 }
  const out = await sorted(path, 'OUT', folder, ranked, options)
  if ('offsets' in out) {
    const turned = transposeCsr(out)
    const networks = { IN: turned, OUT: out, UD: mergeCsr(turned, out) }
    for (const each of directions)
      links[each] = await writeNetwork(path, each, networks[each], nodes)
  } else {
    links.OUT = await writeNetwork(path, 'OUT', out, nodes)
    for (const each of ['IN', 'UD'] as const) {
      const network = await sorted(path, each, folder, ranked, options)
      links[each] = await writeNetwork(path, each, network, nodes)
      await removeRuns(path, each)
    }
  }
  await removeRuns(path, 'OUT')
  const facts: FrameFacts = {
    ...{ format: 'creditmesh/calls-frame/1', generation: folder.manifest.generation },
    ...{ nodes, keptCalls: keptCount, links },
  }
  await writeAtomically(join(path, factsFile), `${JSON.stringify(facts)}\n`)
  return facts
}

async function rankUsed(path: string, folder: CallFolder, { signal, ...options }: FrameOptions) {
  const isUsed = new Uint8Array(folder.manifest.numbers)
  let keptCount = 0
  for await (const { rows, from, to } of keptCalls(folder, options.window, ruleOf(options))) {
    signal?.throwIfAborted()
    keptCount += rows
    for (let row = 0; row < rows; row++) {
      isUsed[from[row] as number] = 1
      isUsed[to[row] as number] = 1
    }
  }
  const tags = await readTags(folder)
  const ranked = rankNodes(tags, isUsed)
  await writeWords(join(path, 'nodes.ids'), ranked.ids)
  await writeWords(join(path, 'nodes.tags'), tagsOf(ranked.ids, tags))
  return { ranked, keptCount }
}

function tagsOf(ids: Uint32Array, tags: Uint32Array): Uint32Array {
  const own = new Uint32Array(ids.length * tagWords)
  for (const [rank, id] of ids.entries()) {
    own.set(tags.subarray(id * tagWords, (id + 1) * tagWords), rank * tagWords)
  }
  return own
}

/** The links of one direction: whole where memory holds them, otherwise as a stream. */
async function sorted(
  path: string,
  direction: Direction,
  folder: CallFolder,
  { ids, ranks }: RankedNodes,
  { memoryBytes = defaultMemory, signal, ...options }: FrameOptions,
): Promise<Csr | AsyncIterable<Uint32Array>> {
  const rule = ruleOf(options)
  const words = rule.weight === 'number' ? 2 : 3
  const runPath = (run: number) => join(runFolder(path, direction), `${run}.run`)
  await mkdir(runFolder(path, direction), { recursive: true, mode: 0o700 })
  const sorter = createLinkSorter(words, { nodes: ids.length, memoryBytes, runPath })
  for await (const calls of keptCalls(folder, options.window, rule)) {
    signal?.throwIfAborted()
    rank(calls, ranks)
    const { from, to, durations } = calls
    const weights = rule.weight === 'number' ? null : durations
    for (const links of linksOf({ from, to, weights }, direction))
      await sorter.add(links, calls.rows)
  }
  return sorter.finish()
}

function rank({ rows, from, to }: KeptCalls, ranks: Uint32Array): void {
  for (let row = 0; row < rows; row++) {
    from[row] = ranks[from[row] as number] as number
    to[row] = ranks[to[row] as number] as number
  }
}

function linksOf({ from, to, weights }: LinkColumns, direction: Direction): LinkColumns[] {
  const made = { from, to, weights }
  const received = { from: to, to: from, weights }
  if (direction === 'OUT') return [made]
  return direction === 'IN' ? [received] : [received, made]
}

function runFolder(path: string, direction: Direction): string {
  return join(path, `${direction}.runs`)
}

async function removeRuns(path: string, direction: Direction): Promise<void> {
  await rm(runFolder(path, direction), { recursive: true, force: true })
}

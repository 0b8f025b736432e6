import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { watch } from 'node:fs'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { namedWeights } from '@creditmesh/agency-node/analysis/network/namedCalls.ts'
import { randomBelow, seededRandom } from '@creditmesh/agency-node/analysis/random.ts'
import { openFrame } from '@creditmesh/agency-node/calls/frame/buildFrame.ts'
import { frameBefore } from '@creditmesh/agency-node/calls/frame/window.ts'
import { type BuildOptions, buildCalls } from '@creditmesh/agency-node/calls/store/buildCalls.ts'
import { openFilledFolder } from '@creditmesh/agency-node/calls/store/callFolder.ts'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from './temporaryFolder.ts'

const key = new Uint8Array(32).fill(7)
const options = { key }
const window = frameBefore('2015-07')
const header = 'start,duration,from,to'

/** Calls of people with recognisable numbers over three months and a bit. */
function someLines(count: number, seed: number): string[] {
  const random = seededRandom(seed)
  const start = Date.UTC(2015, 3, 1)
  return Array.from({ length: count }, () => {
    const moment = new Date(start + randomBelow(random, 100 * 86_400) * 1000)
    const number = () => 5_691_100_000 + randomBelow(random, 40)
    return `${moment.toISOString().slice(0, 19)},${randomBelow(random, 90)},${number()},${number()}`
  })
}

async function fileOf(folder: string, name: string, lines: readonly string[]): Promise<string> {
  const path = join(folder, `${name}.csv`)
  await writeFile(path, `${[header, ...lines].join('\n')}\n`)
  return path
}

async function frameBytes(path: string, more: { weight?: 'duration'; memoryBytes?: number } = {}) {
  const folder = await openFilledFolder(path, key)
  const { ids: _ids, ...frame } = await openFrame(folder, { window, ...more })
  const { generation: _generation, ...facts } = frame.facts
  return { ...frame, facts }
}

/** Every file below a folder, by its path in it. */
async function filesIn(path: string): Promise<string[]> {
  const names = await readdir(path, { recursive: true, withFileTypes: true })
  return names.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name))
}

describe('a folder of calls', () => {
  test('gives the same network, bit by bit, from files in any order, at once or day by day, with little memory or much', async () => {
    await using place = await temporaryFolder()
    const lines = someLines(3000, 1)
    const whole = await fileOf(place.path, 'whole', lines)
    const parts = [lines.slice(2000), lines.slice(0, 700), lines.slice(700, 2000)]
    const files = await Promise.all(parts.map((part, i) => fileOf(place.path, `part${i}`, part)))
    const at = (name: string) => join(place.path, name)
    await buildCalls(at('a'), [whole], options)
    for (const file of files) await buildCalls(at('b'), [file], options)
    await buildCalls(at('c'), files.toReversed(), { ...options, memoryBytes: 1 })
    const expected = await frameBytes(at('a'))
    expect(await frameBytes(at('b'))).toEqual(expected)
    expect(await frameBytes(at('c'), { memoryBytes: 1 })).toEqual(expected)
    const weighed = await frameBytes(at('a'), { weight: 'duration' })
    expect(await frameBytes(at('c'), { weight: 'duration', memoryBytes: 1 })).toEqual(weighed)
  })

  test('gives the network that a list of its calls gives', async () => {
    await using place = await temporaryFolder()
    const lines = [...new Set(someLines(800, 2))]
    const path = join(place.path, 'calls')
    await buildCalls(path, [await fileOf(place.path, 'calls', lines)], options)
    const folder = await openFilledFolder(path, key)
    const { networks, ids, facts } = await openFrame(folder, { window })
    const begin = window.firstDay * 86_400
    const calls = lines
      .map((line) => line.split(','))
      .map(([start, duration, from = '', to = '']) => {
        return [Date.parse(`${start}Z`) / 1000, from, to, Number(duration)] as const
      })
      .filter(([second]) => second >= begin && second < begin + window.days * 86_400)
    const { keptCalls, weights } = namedWeights(calls)
    expect(facts.keptCalls).toBe(keptCalls)
    const strengths = (row: Record<string, number>) =>
      Object.values(row)
        .sort((a, b) => a - b)
        .join()
    const shapes = Object.values(weights.UD).map(strengths).sort()
    const { offsets, weights: own } = networks.UD
    const built = Array.from(ids, (_, node) =>
      [...own.subarray(offsets[node], offsets[node + 1])].sort((a, b) => a - b).join(),
    ).sort()
    expect(built).toEqual(shapes)
  })

  test('does not change by calls that it has', async () => {
    await using place = await temporaryFolder()
    const lines = someLines(500, 3)
    const file = await fileOf(place.path, 'calls', [...lines, ...lines.slice(0, 50)])
    const path = join(place.path, 'calls')
    const first = await buildCalls(path, [file], options)
    expect(first.added + first.duplicates).toBe(550)
    expect(first.duplicates).toBeGreaterThanOrEqual(50)
    const before = await readFile(join(path, 'calls.json'), 'utf8')
    const again = await buildCalls(path, [file], options)
    expect(again).toMatchObject({ added: 0, numbersAdded: 0, duplicates: 550, days: [] })
    expect(await readFile(join(path, 'calls.json'), 'utf8')).toBe(before)
  })

  test('holds no telephone number, and nobody but the owner can read it', async () => {
    await using place = await temporaryFolder()
    const path = join(place.path, 'calls')
    await buildCalls(path, [await fileOf(place.path, 'calls', someLines(500, 4))], options)
    await frameBytes(path)
    for (const file of await filesIn(path)) {
      expect((await readFile(file)).includes('56911')).toBe(false)
      expect((await stat(file)).mode & 0o077).toBe(0)
    }
    expect((await stat(path)).mode & 0o077).toBe(0)
    expect((await readFile(join(path, 'numbers.tags'))).length).toBe(40 * 16)
  })

  test('is as it was after a build that broke off, whose leavings the next removes', async () => {
    await using place = await temporaryFolder()
    const path = join(place.path, 'calls')
    const lines = someLines(400, 5)
    await buildCalls(path, [await fileOf(place.path, 'one', lines.slice(0, 200))], options)
    const before = await frameBytes(path)
    // What a process that is killed leaves: tags behind the known ones, a day, a run, a lock.
    const tags = await readFile(join(path, 'numbers.tags'))
    await writeFile(join(path, 'numbers.tags'), Buffer.concat([tags, Buffer.alloc(7, 1)]))
    await writeFile(join(path, 'day-2015-04-01.2.calls'), 'torn')
    await writeFile(join(path, 'day-2015-04-01.2.1.run'), 'torn')
    await writeFile(join(path, 'build.lock'), '999999999')
    expect(await frameBytes(path)).toEqual(before)
    await buildCalls(path, [await fileOf(place.path, 'two', lines.slice(200))], options)
    const whole = join(place.path, 'whole')
    await buildCalls(whole, [await fileOf(place.path, 'whole', lines)], options)
    expect(await frameBytes(path)).toEqual(await frameBytes(whole))
    expect((await readdir(path)).filter((name) => /run$|lock$|new$/.test(name))).toEqual([])
  })

  test('loses nothing to a kill, whenever it comes', async () => {
    await using place = await temporaryFolder()
    const path = join(place.path, 'calls')
    const lines = someLines(120_000, 8)
    await buildCalls(path, [await fileOf(place.path, 'one', lines.slice(0, 1000))], options)
    const before = await frameBytes(path)
    const file = await fileOf(place.path, 'two', lines.slice(1000))
    const whole = join(place.path, 'whole')
    await buildCalls(whole, [await fileOf(place.path, 'whole', lines)], options)
    const after = await frameBytes(whole)
    for (const isBegun of [isLocked, hasRun, hasDay]) {
      await killWhen(path, file, isBegun)
      const found = await frameBytes(path)
      expect([before, after]).toContainEqual(found)
    }
    await buildCalls(path, [file], options)
    expect(await frameBytes(path)).toEqual(after)
  })

  test('a frame is the three whole months before the one named', () => {
    const days = (name: string) => Date.parse(name) / 86_400_000
    expect(window).toEqual({ firstDay: days('2015-04-01'), days: 91 })
    expect(frameBefore('2016-03').firstDay).toBe(days('2015-12-01'))
    expect(frameBefore('2016-03', 1)).toEqual({ firstDay: days('2016-02-01'), days: 29 })
  })

  test('error: another key, a folder without calls, one in which a build is at work, a torn file', async () => {
    await using place = await temporaryFolder()
    const path = join(place.path, 'calls')
    const file = await fileOf(place.path, 'calls', someLines(50, 6))
    await buildCalls(path, [file], options)
    const build = (more: Partial<BuildOptions>) => buildCalls(path, [file], { ...options, ...more })
    const other = new Uint8Array(32).fill(8)
    await expect(build({ key: other })).rejects.toMatchObject({ code: 'store.wrong_key' })
    const empty = openFilledFolder(join(place.path, 'none'), key)
    await expect(empty).rejects.toMatchObject({ code: 'file.not_found' })
    await writeFile(join(path, 'build.lock'), String(process.pid))
    await expect(build({})).rejects.toMatchObject({ code: 'store.locked' })
    const [day = ''] = (await readdir(path)).filter((name) => name.startsWith('day-'))
    await writeFile(join(path, day), 'torn')
    await expect(frameBytes(path)).rejects.toMatchObject({ code: 'store.corrupt' })
    await writeFile(join(path, 'calls.json'), '{"format":"creditmesh/calls/9"}')
    await expect(frameBytes(path)).rejects.toMatchObject({ code: 'store.format_unknown' })
  })

  test('error: a file that is refused leaves nothing of the others', async () => {
    await using place = await temporaryFolder()
    const path = join(place.path, 'calls')
    const good = await fileOf(place.path, 'good', someLines(50, 7))
    const bad = await fileOf(place.path, 'bad', ['nonsense'])
    const build = buildCalls(path, [good, bad], { ...options, strict: true })
    await expect(build).rejects.toMatchObject({ code: 'import.line_invalid' })
    await expect(openFilledFolder(path, key)).rejects.toMatchObject({ code: 'file.not_found' })
  })

  test('error: a month that is none', () => {
    for (const month of ['2015-13', '2015-7', '1970-01', '']) {
      expect(() => frameBefore(month)).toThrow(expect.objectContaining({ code: 'usage.invalid' }))
    }
  })
})

type Sign = (names: readonly string[]) => boolean
const isLocked: Sign = (names) => names.includes('build.lock')
const hasRun: Sign = (names) => names.some((name) => name.endsWith('.run'))
const hasDay: Sign = (names) => names.some((name) => /\.2\.calls$/.test(name))

/** Builds in a process of its own and kills it as soon as the folder shows how far it is, or it has ended. */
async function killWhen(path: string, file: string, isBegun: Sign): Promise<void> {
  const script = join(import.meta.dirname, 'killed.child.ts')
  const child = spawn(process.execPath, [script, path, file], { stdio: 'ignore' })
  const ended = once(child, 'exit')
  const watcher = watch(path)
  watcher.on('change', async () => {
    if (isBegun(await readdir(path))) child.kill('SIGKILL')
  })
  await ended
  watcher.close()
}

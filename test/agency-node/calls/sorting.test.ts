import { join } from 'node:path'
import { aggregateLinks } from '@creditmesh/agency-node/analysis/network/links.ts'
import { randomBelow, seededRandom } from '@creditmesh/agency-node/analysis/random.ts'
import { createLinkRows } from '@creditmesh/agency-node/calls/linking/linkRows.ts'
import { createLinkSorter } from '@creditmesh/agency-node/calls/linking/linkSorter.ts'
import { sortLinks } from '@creditmesh/agency-node/calls/linking/sortLinks.ts'
import { createNumberTable } from '@creditmesh/agency-node/calls/numberTable.ts'
import { mergeRecords } from '@creditmesh/agency-node/calls/store/mergeRecords.ts'
import { sortCalls } from '@creditmesh/agency-node/calls/store/sortCalls.ts'
import { createTagTable } from '@creditmesh/agency-node/calls/store/tagTable.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from './temporaryFolder.ts'

function randomLinks(rows: number, nodes: number, seed: number) {
  const random = seededRandom(seed)
  const column = (bound: number) =>
    Uint32Array.from({ length: rows }, () => randomBelow(random, bound))
  return { from: column(nodes), to: column(nodes), weights: column(1000) }
}

describe('links', () => {
  test.each([
    [0, 0],
    [1, 1],
    [500, 3],
    [70_000, 700],
    [200_000, 3_000_000],
  ])('%i among %i nodes are sorted and added up as the plain way does', (rows, nodes) => {
    const { from, to, weights } = randomLinks(rows, nodes, rows)
    const weighed = createLinkRows(3)
    weighed.add(from, to, weights, rows)
    expect(sortLinks(weighed, nodes, 3)).toEqual(aggregateLinks({ nodes, from, to, weights }))
    const counted = createLinkRows(2)
    counted.add(from, to, null, rows)
    const ones = new Uint32Array(rows).fill(1)
    expect(sortLinks(counted, nodes, 2)).toEqual(aggregateLinks({ nodes, from, to, weights: ones }))
  })

  test('that outgrow memory come out the same, by way of the disk', async () => {
    await using folder = await temporaryFolder()
    const nodes = 5000
    const rows = 150_000
    const { from, to, weights } = randomLinks(rows, nodes, 7)
    const options = {
      nodes,
      memoryBytes: 1 << 21,
      runPath: (run: number) => join(folder.path, `${run}`),
    }
    const sorter = createLinkSorter(3, options)
    for (let at = 0; at < rows; at += 10_000) {
      const part = (column: Uint32Array) => column.subarray(at, at + 10_000)
      await sorter.add({ from: part(from), to: part(to), weights: part(weights) }, 10_000)
    }
    const streamed = await sorter.finish()
    if ('offsets' in streamed) throw new Error('nothing went to the disk')
    const links: number[] = []
    for await (const block of streamed) links.push(...block)
    const csr = aggregateLinks({ nodes, from, to, weights })
    const expected: number[] = []
    for (let node = 0; node < nodes; node++) {
      for (let i = csr.offsets[node] as number; i < (csr.offsets[node + 1] as number); i++) {
        expected.push(node, csr.targets[i] as number, csr.weights[i] as number)
      }
    }
    expect(links).toEqual(expected)
  })

  test('error: a weight that 32 bits cannot hold', () => {
    const rows = createLinkRows(3)
    const weights = new Uint32Array(2).fill(2 ** 31)
    rows.add(new Uint32Array(2), Uint32Array.of(1, 1), weights, 2)
    expect(() => sortLinks(rows, 2, 3)).toThrow(
      expect.objectContaining({ code: 'input.too_large' }),
    )
  })
})

describe('streams of records', () => {
  test('merge into one, equal ones dropped or added', async () => {
    const record = fc.tuple(fc.nat(4), fc.nat(4), fc.nat(9))
    const streams = fc.array(fc.array(record, { maxLength: 30 }), { maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(streams, fc.constantFrom('drop', 'add'), async (given, onEqual) => {
        const sorted = given.map((each) => each.toSorted(compare))
        const rule = { words: 3, keyWords: 2, onEqual: onEqual as 'drop' | 'add' }
        const merged: number[] = []
        for await (const block of mergeRecords(sorted.map(inBlocks), rule)) merged.push(...block)
        const sums = new Map<string, number>()
        for (const [a, b, c] of sorted.flat()) {
          sums.set(`${a},${b}`, (sums.get(`${a},${b}`) ?? 0) + c)
        }
        const keys = Array.from(
          { length: merged.length / 3 },
          (_, i) => `${merged[3 * i]},${merged[3 * i + 1]}`,
        )
        expect(keys).toEqual([...sums.keys()].sort())
        if (onEqual === 'add') {
          expect(merged.filter((_, i) => i % 3 === 2)).toEqual(keys.map((key) => sums.get(key)))
        }
      }),
    )
  })
})

type Triple = readonly [number, number, number]

function compare(one: Triple, other: Triple): number {
  return one[0] - other[0] || one[1] - other[1]
}

async function* inBlocks(records: readonly Triple[]) {
  for (const record of records) yield Uint32Array.from(record)
}

describe('calls of a day', () => {
  test('are sorted by all their words, equal ones once', () => {
    const call = fc.tuple(fc.nat(3), fc.nat(3), fc.nat(86_399), fc.nat(2))
    fc.assert(
      fc.property(fc.array(call, { maxLength: 40 }), fc.boolean(), (calls, isDoubled) => {
        const all = isDoubled ? [...calls, ...calls] : calls
        const unique = [...new Map(all.map((each) => [each.join(), each])).values()]
        const slow = unique.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || a[3] - b[3])
        expect([...sortCalls(Uint32Array.from(all.flat()))]).toEqual(slow.flat())
      }),
    )
  })
})

describe('tables', () => {
  test('give telephone numbers the ids that a map would', () => {
    const random = seededRandom(3)
    const table = createNumberTable()
    const map = new Map<string, number>()
    for (let batch = 0; batch < 20; batch++) {
      const rows = 5000
      const high = Uint32Array.from({ length: rows }, () => randomBelow(random, 300))
      const low = Uint32Array.from({ length: rows }, () => randomBelow(random, 150))
      const ids = new Uint32Array(rows)
      table.idsOf({ high, low }, rows, ids)
      const expected = Uint32Array.from(high, (word, row) => {
        const key = `${word},${low[row]}`
        if (!map.has(key)) map.set(key, map.size)
        return map.get(key) as number
      })
      expect(ids).toEqual(expected)
    }
    const { high, low } = table.numbers()
    expect(Array.from(high, (word, id) => `${word},${low[id]}`)).toEqual([...map.keys()])
  })

  test('find tags again, and only those that were added', () => {
    const random = seededRandom(4)
    const word = () => randomBelow(random, 8) // so that beginnings collide
    const table = createTagTable(Uint32Array.of(9, 9, 9, 9))
    const map = new Map([['9,9,9,9', 0]])
    for (let i = 0; i < 20_000; i++) {
      const tag = Uint32Array.from({ length: 4 }, word)
      const key = tag.join()
      expect(table.find(tag, 0)).toBe(map.get(key) ?? -1)
      if (!map.has(key)) map.set(key, map.size)
      expect(table.idOf(tag, 0)).toBe(map.get(key))
    }
    expect(table.size).toBe(map.size)
  })
})

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { networkTasks } from '../../../scripts/conform/network.ts'
import { sharedFile } from '../../support/sharedData.ts'

interface Case {
  readonly name: string
  readonly task: string
  readonly input: unknown
  readonly output: unknown
  readonly tolerance: number
}

const file = sharedFile('vectors/cases.json')
const cases: Case[] = file === null ? [] : JSON.parse(readFileSync(file, 'utf8'))
const ours = cases.filter(({ task }) => Object.hasOwn(networkTasks, task))

describe.skipIf(file === null)('networkx, igraph and numpy agree', () => {
  test('every task has a case', () => {
    expect(new Set(ours.map(({ task }) => task))).toEqual(new Set(Object.keys(networkTasks)))
  })

  test.each(ours)('$task: $name', ({ task, input, output, tolerance }) => {
    const got = numbersIn(networkTasks[task]?.(input))
    const expected = numbersIn(output)
    expect([...got.keys()].sort()).toEqual([...expected.keys()].sort())
    for (const [path, value] of expected) {
      const gap = Math.abs((got.get(path) as number) - value) / Math.max(1, Math.abs(value))
      expect(gap, path).toBeLessThanOrEqual(tolerance)
    }
  })
})

const toy = {
  calls: [
    [0, 'a', 'b', 9],
    [1, 'b', 'c', 9],
    [2, 'd', 'd', 9],
  ],
  minSeconds: 5,
}

test('people without a kept call have no features, and send nothing', () => {
  const features = networkTasks.linkBased?.({ ...toy, late: { a: 0 }, subjects: ['d', 'b'] })
  expect(numbersIn(features).get('/d/count_0_UD')).toBe(0)
  expect(numbersIn(features).get('/b/count_0_UD')).toBe(1)
  const ranked = (sources: string[]) =>
    networkTasks.personalizedPageRank?.({
      ...{ ...toy, direction: 'UD', alpha: 0.85, dangling: 'restart' },
      sources,
    })
  expect(ranked(['a', 'd'])).toEqual(ranked(['a']))
})

/** Every number of a document by its path. */
function numbersIn(value: unknown, path = ''): Map<string, number> {
  if (typeof value === 'number') return new Map([[path, value]])
  const members = Object.entries(value as object) // vectors hold numbers and objects alone
  return new Map(members.flatMap(([key, member]) => [...numbersIn(member, `${path}/${key}`)]))
}

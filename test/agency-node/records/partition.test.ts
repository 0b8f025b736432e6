import { createPartition, demoPartition } from '@creditmesh/agency-node/records/partition.ts'
import { expect, test } from 'vitest'

const people = Array.from({ length: 20_000 }, (_, i) => `TW|uci-client|${i + 1}`)

test('half of the people are known to B only, three tenths to A only, two tenths to A and C', () => {
  const partition = demoPartition('A', 'B', 'C')
  const shares = new Map<string, number>()
  for (const person of people) {
    const key = partition(person).join('+')
    shares.set(key, (shares.get(key) ?? 0) + 1 / people.length)
  }
  expect([...shares.keys()].sort()).toEqual(['A', 'A+C', 'B'])
  expect(shares.get('B')).toBeCloseTo(0.5, 1)
  expect(shares.get('A')).toBeCloseTo(0.3, 1)
  expect(shares.get('A+C')).toBeCloseTo(0.2, 1)
})

test('every process assigns a person alike, today and in every later version', () => {
  const first = people.slice(0, 6).map((person) => demoPartition('A', 'B', 'C')(person).join('+'))
  expect(first).toEqual(['A', 'A+C', 'A', 'B', 'A', 'A+C'])
})

test('people beyond the shares belong to nobody', () => {
  expect(createPartition([])('TW|uci-client|1')).toEqual([])
})

import { describe, expect, test } from 'vitest'
import { groupSizes, groupWords } from '../../../../scripts/evaluate/copenhagen/groups.ts'

/** 0 - 1 - 2 and 3 - 4; 5 alone. */
const network = {
  nodes: 6,
  offsets: Uint32Array.from([0, 1, 3, 4, 5, 6, 6]),
  targets: Uint32Array.from([1, 0, 2, 1, 4, 3]),
  weights: new Uint32Array(6).fill(1),
}

describe('groups that calls connect', () => {
  test('are found whole, over any number of people, the largest first', () => {
    expect(groupSizes(network, Uint32Array.from([0, 1, 2, 3, 4, 5]))).toEqual([3, 2, 1])
    expect(groupSizes(network, Uint32Array.from([3, 4]))).toEqual([2])
    expect(groupSizes(network, new Uint32Array(0))).toEqual([])
  })

  test('are told by their sizes', () => {
    expect(groupWords([249, 23, 2])).toContain('249 of 274 people (91 %) belong to one group')
    expect(groupWords([249, 23, 2])).toContain('2 smaller groups of at most 23')
    expect(groupWords([3, 1])).toContain('1 smaller group of at most 1')
    expect(groupWords([7])).toBe('All 7 people are connected by calls.')
  })
})

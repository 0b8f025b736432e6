import { linkBased, notCustomer } from '@creditmesh/agency-node/analysis/network/linkBased.ts'
import type { NumericColumn } from '@creditmesh/agency-node/analysis/table.ts'
import { expect, test } from 'vitest'
import { callNetworksOf, randomCalls } from './smallNetworks.ts'

function featureOf(columns: readonly NumericColumn[], name: string, row = 0): number | undefined {
  return columns.find((column) => column.name === name)?.values[row]
}

test('36 columns, each name once', () => {
  const columns = linkBased(callNetworksOf(2, [[0, 1, 1]]), [0, 1], [0, 1])
  expect(new Set(columns.map(({ name }) => name)).size).toBe(36)
  for (const { values } of columns) expect(values).toHaveLength(2)
})

test('counts agree with looking at every call', () => {
  const calls = randomCalls(30, 90, 11)
  const late = Array.from({ length: 30 }, (_, node) => (node % 6) - 1)
  const subjects = Array.from({ length: 30 }, (_, node) => 29 - node)
  const columns = linkBased(callNetworksOf(30, calls), late, subjects)
  for (const [row, subject] of subjects.entries()) {
    const called = new Set(calls.filter(([from]) => from === subject).map(([, to]) => to))
    const callers = new Set(calls.filter(([, to]) => to === subject).map(([from]) => from))
    const twoLate = (people: Set<number>) => [...people].filter((node) => late[node] === 2).length
    const manyLate = (people: Set<number>) =>
      [...people].filter((node) => (late[node] as number) >= 3).length
    expect(featureOf(columns, 'count_2_OUT', row)).toBe(twoLate(called))
    expect(featureOf(columns, 'count_3_IN', row)).toBe(manyLate(callers))
    expect(featureOf(columns, 'count_3_UD', row)).toBe(manyLate(called.union(callers)))
    expect(featureOf(columns, 'binary_3_UD', row)).toBe(Number(manyLate(called.union(callers)) > 0))
  }
})

test('the mode is the commonest class, ties go to the larger, and nobody has none', () => {
  const star = callNetworksOf(5, [
    [0, 1, 1],
    [0, 2, 1],
    [0, 3, 1],
  ])
  const modes = (late: number[], subject = 0) =>
    [0, 1, 2, 3].map((each) => featureOf(linkBased(star, late, [subject]), `mode_${each}_OUT`))
  expect(modes([0, 1, 1, 3, 0])).toEqual([0, 1, 0, 0])
  expect(modes([0, 0, 2, notCustomer, 0])).toEqual([0, 0, 1, 0])
  expect(modes([0, notCustomer, notCustomer, notCustomer, 0])).toEqual([0, 0, 0, 0])
  expect(modes([0, 0, 0, 0, 0], 4)).toEqual([0, 0, 0, 0])
})

test('the own label of a subject changes none of her features, even if she calls herself', () => {
  const networks = callNetworksOf(3, [
    [0, 0, 5],
    [0, 1, 1],
    [2, 0, 1],
  ])
  const before = linkBased(networks, [0, 1, 2], [0])
  expect(linkBased(networks, [9, 1, 2], [0])).toEqual(before)
})

test('error: strange numbers of payments, lengths and subjects are refused', () => {
  const networks = callNetworksOf(2, [[0, 1, 1]])
  for (const [late, subject] of [
    [[0, 1.5], 0],
    [[0, Number.NaN], 0],
    [[0, -2], 0],
    [[0], 0],
    [[0, 1], 2],
    [[0, 1], -1],
  ] as const) {
    expect(() => linkBased(networks, late, [subject])).toThrowError('analysis.invalid_input')
  }
})

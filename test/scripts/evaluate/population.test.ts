import { callNetwork } from '@creditmesh/agency-node/analysis/network/callNetwork.ts'
import { homophily } from '@creditmesh/agency-node/analysis/network/homophily.ts'
import { describe, expect, test } from 'vitest'
import { drawPopulation, published } from '../../../scripts/evaluate/synthetic/population.ts'

describe('the synthetic country', () => {
  const { people, calls, purchases, loans } = drawPopulation(7, 0.1)
  const subjects = people.counts.subjects

  test('has the published default rate, to the person', () => {
    const bad = people.y.reduce((sum, label) => sum + label, 0)
    expect(bad).toBe(Math.round(published.defaultRate * subjects))
  })

  test('has the published dyadicity and heterophilicity in the network that its calls make', () => {
    const { networks } = callNetwork(calls, { nodes: people.total })
    const labels = new Int8Array(people.total).fill(-1)
    labels.set(people.y)
    const found = homophily(networks.UD, labels)
    const bad = people.y.reduce((sum, label) => sum + label, 0)
    // Whole ties: half a tie between defaulters is the closest that any draw can come.
    const expectedBoth = (found.edges * bad * (bad - 1)) / (subjects * (subjects - 1))
    expect(Math.abs((found.dyadicity ?? 0) - published.dyadicity)).toBeLessThanOrEqual(
      0.5 / expectedBoth + 1e-9,
    )
    expect(found.heterophilicity).toBeCloseTo(published.heterophilicity, 2)
  })

  test('is the same for the same seed and another for another', () => {
    const again = drawPopulation(7, 0.02)
    const same = drawPopulation(7, 0.02)
    expect(same.calls.from).toEqual(again.calls.from)
    expect(same.loans.amount).toEqual(again.loans.amount)
    expect(drawPopulation(8, 0.02).calls.from).not.toEqual(again.calls.from)
  })

  test('knows late payments of other customers alone', () => {
    expect(people.late.subarray(0, subjects).every((late) => late === -1)).toBe(true)
    const customers = people.late.subarray(subjects, subjects + people.counts.customers)
    expect(customers.every((late) => late >= 0 && late <= 3)).toBe(true)
    expect(
      people.late.subarray(subjects + people.counts.customers).every((late) => late === -1),
    ).toBe(true)
  })

  test('lends to every subject and is owed by defaulters alone', () => {
    expect(purchases).toHaveLength(subjects)
    expect(loans.amount.every((amount) => amount > 0)).toBe(true)
    expect(
      loans.exposureAtDefault.every((owed, subject) => people.y[subject] === 1 || owed === 0),
    ).toBe(true)
  })
})

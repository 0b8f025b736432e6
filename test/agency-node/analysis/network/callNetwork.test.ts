import { callNetwork } from '@creditmesh/agency-node/analysis/network/callNetwork.ts'
import { type Csr, directions } from '@creditmesh/agency-node/analysis/network/csr.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Call, callColumns, callsOf } from './calls.ts'

const nodes = 9

/** Slow and obvious: a table of all pairs. */
function tableOf(calls: readonly Call[], minSeconds: number, weigh: (call: Call) => number) {
  const table = Array.from({ length: nodes }, () => new Array<number>(nodes).fill(0))
  for (const call of calls) {
    if (call.from === call.to || call.duration < minSeconds) continue
    const row = table[call.from] as number[]
    row[call.to] = (row[call.to] as number) + weigh(call)
  }
  return table
}

function denseOf({ offsets, targets, weights }: Csr): number[][] {
  return Array.from({ length: nodes }, (_, node) => {
    const row = new Array<number>(nodes).fill(0)
    for (let link = offsets[node] as number; link < (offsets[node + 1] as number); link++) {
      row[targets[link] as number] = weights[link] as number
    }
    return row
  })
}

describe('a network of calls', () => {
  test.each(['number', 'duration'] as const)('is the table of all pairs, by %s', (weight) => {
    fc.assert(
      fc.property(callsOf(nodes), fc.integer({ min: 0, max: 9 }), (calls, minSeconds) => {
        const { networks } = callNetwork(callColumns(calls), { nodes, minSeconds, weight })
        const table = tableOf(calls, minSeconds, ({ duration }) =>
          weight === 'number' ? 1 : duration,
        )
        const turned = table.map((_, i) => table.map((row) => row[i] as number))
        const sum = table.map((row, i) => row.map((value, j) => value + (turned[i]?.[j] ?? 0)))
        expect(denseOf(networks.OUT)).toEqual(table)
        expect(denseOf(networks.IN)).toEqual(turned)
        expect(denseOf(networks.UD)).toEqual(sum)
      }),
    )
  })

  test('has ascending targets, each once, and positive weights', () => {
    fc.assert(
      fc.property(callsOf(nodes), (calls) => {
        const options = { nodes, minSeconds: 0, weight: 'duration' } as const
        const { networks } = callNetwork(callColumns(calls), options)
        for (const direction of directions) {
          const { offsets, targets, weights } = networks[direction]
          expect(offsets[nodes]).toBe(targets.length)
          expect(weights.every((weight) => weight > 0)).toBe(true)
          for (let node = 0; node < nodes; node++) {
            const row = [...targets.subarray(offsets[node], offsets[node + 1])]
            expect(row).toEqual([...new Set(row)].sort((a, b) => a - b))
          }
        }
      }),
    )
  })

  test('does not depend on the order of the calls', () => {
    fc.assert(
      fc.property(callsOf(nodes), (calls) => {
        const forwards = callNetwork(callColumns(calls), { nodes })
        expect(callNetwork(callColumns(calls.toReversed()), { nodes })).toEqual(forwards)
      }),
    )
  })

  test('of no calls has nodes without links', () => {
    const { networks, keptCalls } = callNetwork(callColumns([]), { nodes: 2 })
    expect(keptCalls).toBe(0)
    expect([...networks.UD.offsets]).toEqual([0, 0, 0])
  })

  test('keeps a call of five seconds and drops one below, unless told otherwise', () => {
    const at = { second: 0, from: 0, to: 1 }
    const calls = callColumns([4.9, 5, 6].map((duration) => ({ ...at, duration })))
    expect(callNetwork(calls, { nodes: 2 }).keptCalls).toBe(2)
    expect(callNetwork(calls, { nodes: 2, minSeconds: 0 }).keptCalls).toBe(3)
  })

  test('error: a node outside, a duration that is no number, a rule that would count missed calls', () => {
    const code = { code: 'analysis.invalid_input' }
    const call = { second: 0, from: 0, to: 2, duration: 9 }
    expect(() => callNetwork(callColumns([call]), { nodes: 2 })).toThrow(
      expect.objectContaining(code),
    )
    expect(() =>
      callNetwork(callColumns([{ ...call, duration: Number.NaN }]), { nodes: 3 }),
    ).toThrow(expect.objectContaining(code))
    expect(() => callNetwork(callColumns([call]), { nodes: 3, minSeconds: -1 })).toThrow(
      expect.objectContaining(code),
    )
  })
})

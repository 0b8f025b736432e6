import type { CallRecords } from '@creditmesh/agency-node/analysis/network/callRecords.ts'
import fc from 'fast-check'

/** One call, for tests that say things plainly. */
export interface Call {
  readonly second: number
  readonly from: number
  readonly to: number
  readonly duration: number
}

export function callColumns(calls: readonly Call[]): CallRecords {
  return {
    seconds: Float64Array.from(calls, ({ second }) => second),
    from: Uint32Array.from(calls, ({ from }) => from),
    to: Uint32Array.from(calls, ({ to }) => to),
    durations: Float64Array.from(calls, ({ duration }) => duration),
  }
}

/** Calls among few people over three weeks, some missed, some to oneself. */
export function callsOf(nodes: number): fc.Arbitrary<Call[]> {
  const node = fc.integer({ min: 0, max: nodes - 1 })
  const second = fc.integer({ min: 0, max: 21 * 86_400 })
  const duration = fc.integer({ min: -1, max: 30 })
  return fc.array(fc.record({ second, from: node, to: node, duration }), { maxLength: 60 })
}

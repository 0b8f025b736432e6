import { readFileSync } from 'node:fs'
import { weekdays } from '@creditmesh/agency-node/analysis/network/callingBehaviour.ts'
import {
  type NamedCall,
  namedBehaviour,
  namedWeights,
} from '@creditmesh/agency-node/analysis/network/namedCalls.ts'
import { temporalDiversity } from '@creditmesh/agency-node/analysis/network/temporalDiversity.ts'
import { describe, expect, test } from 'vitest'
import { sharedFile } from '../../../support/sharedData.ts'

interface Case {
  readonly name: string
  readonly task: string
  readonly input: CallInput & { bins: number[] }
  readonly output: unknown
  readonly tolerance: number
}
interface CallInput {
  readonly calls: NamedCall[]
  readonly minSeconds: number
  readonly subjects: string[]
  readonly t0Weekday: (typeof weekdays)[number]
  readonly dayHours: [number, number]
}

const solvers: Record<string, (input: Case['input']) => unknown> = {
  callNetwork: ({ calls, minSeconds }) => namedWeights(calls, { minSeconds }),
  callingBehaviour: ({ calls, t0Weekday, ...options }) =>
    namedBehaviour(calls, { ...options, firstWeekday: weekdays.indexOf(t0Weekday) }),
  temporalDiversity: ({ bins }) => temporalDiversity(bins),
}

const file = sharedFile('vectors/cases.json')
const cases: Case[] = file === null ? [] : JSON.parse(readFileSync(file, 'utf8'))

describe.skipIf(file === null)('independent implementations of call features agree', () => {
  test.each(cases.filter(({ task }) => Object.hasOwn(solvers, task)))('$task: $name', (each) => {
    expectClose(solvers[each.task]?.(each.input), each.output, each.tolerance)
  })
})

function expectClose(got: unknown, expected: unknown, tolerance: number): void {
  if (typeof expected === 'number') {
    const gap = Math.abs((got as number) - expected) / Math.max(1, Math.abs(expected))
    expect(gap).toBeLessThanOrEqual(tolerance)
    return
  }
  if (expected === null || typeof expected !== 'object') {
    expect(got).toEqual(expected)
    return
  }
  expect(Object.keys(got as object).sort()).toEqual(Object.keys(expected).sort())
  for (const [name, value] of Object.entries(expected)) {
    expectClose((got as Record<string, unknown>)[name], value, tolerance)
  }
}

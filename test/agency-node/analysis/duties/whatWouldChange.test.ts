import {
  type SafeStep,
  type WhatWouldChangeOptions,
  whatWouldChange,
} from '@creditmesh/agency-node/analysis/duties/whatWouldChange.ts'
import type { Cell } from '@creditmesh/agency-node/analysis/scorecard/binning.ts'
import { expect, test } from 'vitest'

// Values: months late, the same in a longer window, use of the limits, neighbours late.
const person: Cell[] = [2, 3, 90, 1]
const scoresOf = (people: readonly (readonly Cell[])[]) =>
  people.map(([late, lateLong, use, neighbours]) => {
    const lost = 10 * (late ?? 0) + 5 * (lateLong ?? 0) + (use ?? 0) / 3 + 40 * (neighbours ?? 0)
    return Math.round(600 - lost)
  })

const step = (name: string, months: number, moves: readonly (Cell | undefined)[]): SafeStep => ({
  ...{ name, months },
  after: (values) =>
    values.map((value, at) => {
      const moved = moves[at]
      return value === null || moved === undefined ? value : moved
    }),
})
const steps = [
  step('onTime', 6, [0]),
  step('onTime', 24, [0, 0]),
  step('useLess', 6, [undefined, undefined, 60]),
  step('useLess', 6, [undefined, undefined, 30]),
]

function ask(options: Partial<WhatWouldChangeOptions<SafeStep>> = {}, values = person) {
  return whatWouldChange(scoresOf, values, { target: 530, steps, ...options })
}

test('one step is preferred to two, then fewer months, then the higher score, one plan for the same things', () => {
  const told = (target: number) =>
    ask({ target }).plans.map(({ steps, months, score }) => [
      steps.map((s) => s.name),
      months,
      score,
    ])
  expect(ask().score).toBe(495)
  expect(told(505)).toEqual([
    [['onTime'], 6, 515],
    [['useLess'], 6, 515],
  ])
  expect(told(530)).toEqual([[['onTime'], 24, 530]])
  expect(told(535)).toEqual([[['onTime', 'useLess'], 6, 535]])
  expect(told(550)).toEqual([[['onTime', 'useLess'], 24, 550]])
})

test('what comes before anything else is in every plan', () => {
  const plans = ask({ target: 505, required: 'onTime' }).plans
  expect(plans.map(({ steps }) => steps.map(({ name }) => name))).toEqual([['onTime']])
})

test('nothing is told where none is needed or none helps enough, but how near one comes', () => {
  expect(ask({ target: 495 }).plans).toEqual([])
  expect(ask({ target: 560 })).toMatchObject({ plans: [], reachable: 550 })
  expect(ask({ steps: [] })).toMatchObject({ plans: [], reachable: 495 })
})

test('a step that changes nothing for her is no step, and a gap is nothing that one could change', () => {
  expect(ask({ target: 580 }, [0, 0, null, 1])).toMatchObject({ plans: [], reachable: 560 })
})

test('what says something of other people stays as it is, whatever a step says', () => {
  const meddling = [step('neighbours', 1, [undefined, undefined, undefined, 0])]
  expect(ask({ steps: meddling }).plans).toHaveLength(1)
  expect(ask({ steps: meddling, untouched: [3] })).toMatchObject({ plans: [], reachable: 495 })
})

test('error: more steps than anybody can follow, a target that is no number', () => {
  expect(() => ask({ mostSteps: 5 })).toThrowError('One to four')
  expect(() => ask({ target: Number.NaN })).toThrowError('analysis.invalid_input')
})

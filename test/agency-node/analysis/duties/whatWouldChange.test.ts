import {
  type WhatWouldChangeOptions,
  whatWouldChange,
} from '@creditmesh/agency-node/analysis/duties/whatWouldChange.ts'
import { expect, test } from 'vitest'

const features = [
  { name: 'utilisation', binning: { cuts: [0.3, 0.7], specials: [] }, points: [30, 10, -20, 0] },
  { name: 'accountAge', binning: { cuts: [2], specials: [-9] }, points: [-15, 15, 5, 0] },
  { name: 'enquiries', binning: { cuts: [0, 3], specials: [] }, points: [12, 4, -8, 0] },
  { name: 'neighbours', binning: { cuts: [1], specials: [] }, points: [0, -40, 0] },
]
/** -20, -15, -8 and a lift of the positive-only family. */
const person = { values: [0.9, 1, 5, 2], score: 557 }

function ask(options: Partial<WhatWouldChangeOptions> = {}, values = person.values) {
  return whatWouldChange(
    features,
    { ...person, values },
    {
      target: 580,
      actionable: [
        { name: 'utilisation', direction: 'down' },
        { name: 'enquiries', direction: 'down' },
      ],
      positiveOnly: ['neighbours'],
      ...options,
    },
  )
}

test('one change is preferred to two, and a smaller one to a larger', () => {
  const { plans, reachable } = ask()
  expect(plans[0]).toEqual({
    score: 587,
    changes: [{ name: 'utilisation', from: 0.9, to: { atMost: 0.7 }, gained: 30, steps: 1 }],
  })
  expect(plans[1]?.changes[0]).toMatchObject({ to: { atMost: 0.3 }, gained: 50, steps: 2 })
  expect(reachable).toBe(557 + 50 + 20)
})

test('several changes are told where one is not enough, and none where none is needed or helps', () => {
  const { plans } = ask({ target: 610 })
  expect(plans[0]?.changes.map(({ name }) => name)).toEqual(['utilisation', 'enquiries'])
  expect(plans[0]?.score).toBe(557 + 50 + 12)
  expect(ask({ target: 557 }).plans).toEqual([])
  expect(ask({ target: 700 })).toMatchObject({ plans: [], reachable: 627 })
})

test('nothing is suggested that was not named, nor in the other direction', () => {
  expect(ask({ actionable: [] })).toMatchObject({ plans: [], reachable: 557 })
  const upwards = [{ name: 'utilisation', direction: 'up' as const }]
  expect(ask({ actionable: upwards })).toMatchObject({ plans: [], reachable: 557 })
  const waiting = ask({ target: 580, actionable: [{ name: 'accountAge', direction: 'up' }] })
  expect(waiting.plans[0]?.changes[0]).toMatchObject({ to: { above: 2 }, gained: 30 })
})

test('a gap and a special code are no quantities that one could change', () => {
  const age = [{ name: 'accountAge', direction: 'either' as const }]
  expect(ask({ actionable: age }, [0.9, -9, 5, 2]).plans).toEqual([])
  expect(ask({ actionable: age }, [0.9, Number.NaN, 5, 2]).plans).toEqual([])
})

test('error: what says something of other people may not be asked for, nor what the card lacks', () => {
  const of = (name: string) => () => ask({ actionable: [{ name, direction: 'down' }] })
  expect(of('neighbours')).toThrowError('positive-only')
  expect(of('income')).toThrowError('no feature income')
  expect(() => ask({ target: Number.NaN })).toThrowError('analysis.invalid_input')
  expect(() => ask({ mostChanges: 5 })).toThrowError('One to four')
})

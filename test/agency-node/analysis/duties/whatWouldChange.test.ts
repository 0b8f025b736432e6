import {
  type Proposal,
  type WhatWouldChangeOptions,
  whatWouldChange,
} from '@creditmesh/agency-node/analysis/duties/whatWouldChange.ts'
import type { Cell } from '@creditmesh/agency-node/analysis/scorecard/binning.ts'
import { expect, test } from 'vitest'

// Values: months late, use of the limits, neighbours late.
const person: Cell[] = [2, 90, 1]
const scoresOf = (people: readonly (readonly Cell[])[]) =>
  people.map(([late, use, neighbours]) => {
    return Math.round(600 - 10 * (late ?? 0) - (use ?? 0) / 3 - 40 * (neighbours ?? 0))
  })

const proposal = (
  name: string,
  [months, effort]: readonly [number, number],
  readings: readonly (readonly Cell[])[],
  later: readonly (readonly Cell[])[] = [],
): Proposal => ({ name, months, effort, readings, later })

const proposals = [
  proposal('onTime', [3, 0], [[1, 90, 1]]),
  proposal('onTime', [6, 0], [[0, 90, 1]]),
  proposal(
    'useLess',
    [3, 1],
    [
      [2, 60, 1],
      [2, 30, 1],
    ],
  ),
  proposal('useLess', [3, 2], [[2, 6, 1]]),
]

function ask(options: Partial<WhatWouldChangeOptions<Proposal>> = {}) {
  return whatWouldChange(scoresOf, person, { target: 520, proposals, ...options })
}

const told = (target: number) =>
  ask({ target }).reaching.map(({ proposal: { name, months, effort }, score }) => {
    return [name, months, effort, score]
  })

test('the quickest is told first, then what asks least, one of each name', () => {
  expect(ask().score).toBe(510)
  expect(told(515)).toEqual([
    ['onTime', 3, 0, 520],
    ['useLess', 3, 2, 535],
  ])
  expect(told(525)).toEqual([
    ['useLess', 3, 2, 535],
    ['onTime', 6, 0, 530],
  ])
})

test('what is slower or harder than another and promises no more is not told', () => {
  const slow = proposal('wait', [24, 0], [[1, 90, 1]])
  const names = ask({ target: 515, proposals: [...proposals, slow] }).reaching
  expect(names.map(({ proposal: { name } }) => name)).toEqual(['onTime', 'useLess'])
})

test('the lowest reading is promised, rounded down, though to no less than a target that it reaches', () => {
  const [first] = ask({ target: 517, proposals: proposals.slice(2) }).reaching
  expect(first).toMatchObject({ score: 520 })
  expect(ask({ target: 538, proposals: proposals.slice(2) }).reaching[0]?.score).toBe(538)
  expect(ask({ target: 600, proposals: proposals.slice(2, 3) }).best?.score).toBe(520)
})

test('what reaches the target only for a while is no plan, and what lowers the score later is never told', () => {
  const fading = proposal('fading', [3, 0], [[0, 0, 1]], [[1, 90, 1]])
  const trap = proposal('trap', [3, 0], [[0, 0, 0]], [[3, 90, 1]])
  const { reaching, best } = ask({ target: 560, proposals: [fading, trap] })
  expect(reaching).toEqual([])
  expect(best).toEqual({ proposal: fading, score: 560, lasting: 520 })
})

test('short of the target, the smallest of what lifts most is told, and nothing that hardly lifts', () => {
  expect(ask({ target: 600 }).best).toMatchObject({
    proposal: { months: 3, effort: 2 },
    score: 535,
  })
  const similar = proposal('similar', [3, 1], [[0, 90, 1]])
  expect(ask({ target: 600, proposals: [...proposals, similar] }).best?.proposal).toBe(similar)
  const little = proposal('little', [3, 0], [[2, 80, 1]])
  expect(ask({ target: 600, proposals: [little] }).best).toBeNull()
})

test('who is at the target is told of nothing but what would lift her further', () => {
  expect(ask({ target: 510 })).toMatchObject({ reaching: [], best: { score: 535 } })
  expect(ask({ target: 510, proposals: [] })).toMatchObject({ reaching: [], best: null })
})

test('no promise counts on what says something of other people, nor on its staying', () => {
  const better = proposal('neighbours', [3, 0], [[2, 90, 0]])
  const worse = proposal('neighbours', [3, 0], [[0, 0, 2]])
  expect(ask({ proposals: [better] }).reaching).toHaveLength(1)
  const untouched = [2]
  expect(ask({ proposals: [better], untouched })).toMatchObject({ reaching: [], best: null })
  expect(ask({ target: 600, proposals: [worse], untouched }).best?.score).toBe(520)
})

test('what comes about by itself spares what takes as long and brings hardly more', () => {
  const [easy, hard] = [
    proposal('onTime', [6, 0], [[0, 90, 1]]),
    proposal('useLess', [12, 1], [[1, 60, 1]]),
  ]
  const anyway = (score: number) => ({ proposal: easy, score, lasting: score })
  const asked = { target: 525, proposals: [hard] }
  expect(ask({ ...asked, anyway: null }).reaching).toMatchObject([{ score: 530 }])
  expect(ask({ ...asked, anyway: anyway(525) }).reaching).toEqual([])
  expect(ask({ ...asked, anyway: anyway(524) }).reaching).toHaveLength(1)
  expect(ask({ ...asked, target: 600, anyway: anyway(525) }).best).toBeNull()
  expect(ask({ ...asked, target: 600, anyway: anyway(520) }).best?.score).toBe(530)
})

test('where the target is not worth any lift, a small one that reaches it is not told', () => {
  const little = proposal('little', [3, 0], [[2, 75, 1]])
  expect(ask({ target: 512, proposals: [little] }).reaching).toMatchObject([{ score: 515 }])
  const asked = { target: 512, proposals: [little], leastLiftToTarget: 10 }
  expect(ask(asked)).toMatchObject({ reaching: [], best: null })
})

test('what lifts for a while only is not told short of the target', () => {
  const fading = proposal('fading', [3, 0], [[0, 0, 1]], [[2, 80, 1]])
  expect(ask({ target: 600, proposals: [fading] }).best).toBeNull()
})

test('the highest of all readings is what a deed may come to, and is not promised', () => {
  expect(ask({ target: 600 }).possible).toEqual([
    { name: 'onTime', score: 530 },
    { name: 'useLess', score: 538 },
  ])
})

test('error: a target that is no number, a proposal without a reading, a lift of nothing', () => {
  expect(() => ask({ target: Number.NaN })).toThrowError('analysis.invalid_input')
  expect(() => ask({ proposals: [proposal('empty', [3, 0], [])] })).toThrowError('no reading')
  expect(() => ask({ leastLift: 0 })).toThrowError('one point')
})

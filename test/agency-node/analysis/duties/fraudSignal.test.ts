import { fraudSignal, type Sightings } from '@creditmesh/agency-node/analysis/duties/fraudSignal.ts'
import { seededRandom } from '@creditmesh/agency-node/analysis/random.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'

type Event = readonly [account: number, instrument: number, second: number]

function sightings(accounts: number, events: readonly Event[]): Sightings {
  return {
    accounts,
    instruments: 6,
    account: Uint32Array.from(events, ([account]) => account),
    instrument: Uint32Array.from(events, ([, instrument]) => instrument),
    seconds: Float64Array.from(events, ([, , second]) => second),
  }
}

/** 0 is a fraud and shares device 0 with 1; 2 is benign and shares device 1 with 3; 4 is alone. */
const shared = sightings(5, [
  [0, 0, 10],
  [1, 0, 20],
  [1, 0, 20],
  [2, 1, 10],
  [3, 1, 5000],
  [4, 2, 0],
])
const labels = [1, -1, 0, -1, -1]

test('who shares a device with a fraud is suspect, with a benign account less than usual', () => {
  const { exposure } = fraudSignal(shared, labels, { windowSec: 60 })
  expect(exposure[1]).toBeGreaterThan(1)
  expect(exposure[3]).toBeLessThan(-1)
  expect(exposure[4]).toBe(0)
})

test('accounts whose outcome is known get no exposure: it would be their own', () => {
  const { exposure } = fraudSignal(shared, labels, { windowSec: 60 })
  expect([exposure[0], exposure[2]]).toEqual([Number.NaN, Number.NaN])
})

test('velocity counts accounts of one device within the window, each once', () => {
  expect([...fraudSignal(shared, labels, { windowSec: 60 }).velocity]).toEqual([2, 2, 1, 1, 1])
  expect([...fraudSignal(shared, labels, { windowSec: 4990 }).velocity]).toEqual([2, 2, 2, 2, 1])
})

/** For each sighting, every window that holds it. */
function slowVelocity(accounts: number, events: readonly Event[], windowSec: number): number[] {
  const velocity = new Array<number>(accounts).fill(0)
  for (const [, instrument, end] of events) {
    const inside = events.filter(
      ([, other, at]) => other === instrument && at <= end && end - at <= windowSec,
    )
    const people = new Set(inside.map(([account]) => account))
    for (const each of people) velocity[each] = Math.max(velocity[each] as number, people.size)
  }
  return velocity
}

test('velocity equals the one over every window', () => {
  const event = fc.tuple(fc.nat({ max: 5 }), fc.nat({ max: 2 }), fc.nat({ max: 30 }))
  fc.assert(
    fc.property(fc.array(event, { maxLength: 25 }), fc.nat({ max: 12 }), (events, windowSec) => {
      const unknown = new Array<number>(6).fill(-1)
      const { velocity } = fraudSignal(sightings(6, events), unknown, { windowSec })
      expect([...velocity]).toEqual(slowVelocity(6, events, windowSec))
    }),
  )
})

test('without known frauds or benign accounts there is nothing to compare', () => {
  const unknown = [-1, -1, -1, -1, -1]
  expect([...fraudSignal(shared, unknown, { windowSec: 60 }).exposure]).toEqual([0, 0, 0, 0, 0])
})

test('a busy device of many accounts takes no longer than its sightings', () => {
  const random = seededRandom(2)
  const events = Array.from({ length: 40_000 }, (_, row): Event => [row, 0, random() * 100])
  const unknown = new Array<number>(40_000).fill(-1)
  const { velocity } = fraudSignal(sightings(40_000, events), unknown, { windowSec: 100 })
  expect(velocity[0]).toBe(40_000)
})

test('error: labels, accounts, times and windows that are none', () => {
  expect(() => fraudSignal(shared, [1], { windowSec: 60 })).toThrowError('labels')
  expect(() => fraudSignal(shared, [2, 0, 0, 0, 0], { windowSec: 60 })).toThrowError('Label 0')
  expect(() => fraudSignal(shared, labels, { windowSec: -1 })).toThrowError('window')
  const stranger = sightings(5, [[7, 0, 1]])
  expect(() => fraudSignal(stranger, labels, { windowSec: 1 })).toThrowError('names nobody')
  const timeless = sightings(5, [[1, 0, Number.NaN]])
  expect(() => fraudSignal(timeless, labels, { windowSec: 1 })).toThrowError('no time')
})

import {
  callingBehaviour,
  callingBehaviourNames,
  startBehaviour,
} from '@creditmesh/agency-node/analysis/network/callingBehaviour.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Call, callColumns, callsOf } from './calls.ts'

const nodes = 5
const subjects = Uint32Array.of(3, 0, 3)

/** Slow and obvious, by the calendar of the language: every name against every call. */
function expected(calls: readonly Call[], subject: number, name: string): number {
  const [measure, slot, direction] = name.split('_')
  const fits = calls.filter(({ second, from, to, duration }) => {
    const isIts =
      (direction !== 'IN' && from === subject) || (direction !== 'OUT' && to === subject)
    return isIts && from !== to && duration >= 5 && slotsOf(second).includes(slot as string)
  })
  return fits.reduce((sum, { duration }) => sum + (measure === 'count' ? 1 : duration), 0)
}

const names = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

function slotsOf(second: number): string[] {
  const date = new Date(second * 1000)
  const weekday = names[date.getUTCDay()] as string
  const isDay = date.getUTCHours() >= 8 && date.getUTCHours() < 20
  const isWeekend = weekday === 'saturday' || weekday === 'sunday'
  return ['total', isDay ? 'day' : 'night', isWeekend ? 'weekend' : 'weekday', weekday]
}

describe('calling behaviour', () => {
  test('has 72 features with names of their own', () => {
    expect(new Set(callingBehaviourNames).size).toBe(72)
  })

  test('is what counting by the calendar gives', () => {
    fc.assert(
      fc.property(callsOf(nodes), (calls) => {
        const values = callingBehaviour(callColumns(calls), { nodes, subjects })
        const slow = [...subjects].flatMap((subject) =>
          callingBehaviourNames.map((name) => expected(calls, subject, name)),
        )
        expect([...values]).toEqual(slow)
      }),
    )
  })

  test('is the same in portions as at once', () => {
    fc.assert(
      fc.property(callsOf(nodes), callsOf(nodes), (some, more) => {
        const behaviour = startBehaviour({ nodes, subjects })
        behaviour.add(callColumns(some))
        behaviour.add(callColumns(more))
        const atOnce = callingBehaviour(callColumns([...some, ...more]), { nodes, subjects })
        expect(behaviour.values).toEqual(atOnce)
      }),
    )
  })

  test('knows the weekday of a time before second 0', () => {
    const calls = callColumns([{ second: -1, from: 0, to: 1, duration: 60 }])
    const options = { nodes, subjects: Uint32Array.of(0), firstWeekday: 0 }
    const values = callingBehaviour(calls, options)
    expect(values[callingBehaviourNames.indexOf('count_sunday_OUT')]).toBe(1)
    expect(values[callingBehaviourNames.indexOf('count_night_OUT')]).toBe(1)
  })

  test('error: a subject outside, hours in the wrong order, no weekday', () => {
    const refused = expect.objectContaining({ code: 'analysis.invalid_input' })
    const calls = callColumns([])
    for (const wrong of [
      { subjects: Uint32Array.of(nodes) },
      { dayHours: [20, 8] as const },
      { dayHours: [0, 25] as const },
      { firstWeekday: 7 },
    ]) {
      expect(() => callingBehaviour(calls, { nodes, subjects, ...wrong })).toThrow(refused)
    }
  })
})

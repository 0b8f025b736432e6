import { invalid } from '../labels.ts'
import {
  type CallRecords,
  isKept,
  type KeepRule,
  minSecondsOf,
  requireCalls,
} from './callRecords.ts'
import { directions } from './csr.ts'

/** How a second becomes a weekday and an hour. */
export interface ClockOptions {
  /** The weekday of second 0, which is a midnight: 0 is Monday, 6 Sunday. 1970-01-01 was a Thursday. */
  readonly firstWeekday?: number
  /** Hours of the day [from, to); the others are night. The paper gives none. */
  readonly dayHours?: readonly [number, number]
}

export interface CallingBehaviourOptions extends KeepRule, ClockOptions {
  readonly nodes: number
  readonly subjects: Uint32Array
}

export const weekdays = [
  ...['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
] as const
export const defaultDayHours: readonly [number, number] = [8, 20]
export const thursday = 3

const slots = ['total', 'day', 'night', 'weekday', 'weekend', ...weekdays]
const measures = ['count', 'duration']

/** The 72 names: 3 directions of 2 measures of 12 slots, in the order of the values. */
export const callingBehaviourNames: readonly string[] = directions.flatMap((direction) =>
  measures.flatMap((measure) => slots.map((slot) => `${measure}_${slot}_${direction}`)),
)

const slotCount = 12
const directionWidth = 2 * slotCount
const width = 3 * directionWidth
const [inAt, outAt, undirectedAt] = [0, directionWidth, 2 * directionWidth]

/**
 * Number and seconds of the calls that each subject got (IN), made (OUT) and both (UD): in all, by day and night, on weekdays and at
 * weekends, and on each day of the week (the paper, Table 3, CB), a subject a row of 72. A call belongs to the time at which it began.
 * Throws `analysis.invalid_input`.
 */
export function callingBehaviour(
  calls: CallRecords,
  options: CallingBehaviourOptions,
): Float64Array {
  requireCalls(calls, options.nodes)
  const behaviour = startBehaviour(options)
  behaviour.add(calls)
  return behaviour.values
}

export interface Behaviour {
  /** Counts these calls in; their nodes were checked by the caller. */
  readonly add: (calls: CallRecords) => void
  /** A row of 72 for each subject, of what was added so far. */
  readonly values: Float64Array
}

/** As `callingBehaviour`, for calls that come in portions. A subject may be named twice. */
export function startBehaviour(options: CallingBehaviourOptions): Behaviour {
  const { nodes, subjects } = options
  const minSeconds = minSecondsOf(options)
  const clock = clockOf(options)
  const { distinct, rowOf } = rowsOf(subjects, nodes)
  const sums = new Float64Array(distinct * width)
  const count = (node: number, at: number, call: CallPlace) => {
    const row = rowOf[node] as number
    if (row === 0) return
    const start = (row - 1) * width
    addCall(sums, start + at, call)
    addCall(sums, start + undirectedAt, call)
  }
  const add = (calls: CallRecords) => {
    for (let row = 0; row < calls.from.length; row++) {
      if (!isKept(calls, row, minSeconds)) continue
      const from = calls.from[row] as number
      const to = calls.to[row] as number
      if (rowOf[from] === 0 && rowOf[to] === 0) continue
      const place = clock(calls.seconds[row] as number, calls.durations[row] as number)
      count(from, outAt, place)
      count(to, inAt, place)
    }
  }
  return {
    add,
    get values() {
      return spread(sums, subjects, rowOf)
    },
  }
}

/** Rows from 1 for each distinct subject, 0 for everybody else. */
function rowsOf(subjects: Uint32Array, nodes: number) {
  const rowOf = new Uint32Array(nodes)
  let distinct = 0
  for (const subject of subjects) {
    if (subject >= nodes) throw invalid(`A subject is outside 0 to ${nodes - 1}.`)
    if (rowOf[subject] === 0) rowOf[subject] = ++distinct
  }
  return { distinct, rowOf }
}

function spread(sums: Float64Array, subjects: Uint32Array, rowOf: Uint32Array): Float64Array {
  const values = new Float64Array(subjects.length * width)
  subjects.forEach((subject, i) => {
    const start = ((rowOf[subject] as number) - 1) * width
    values.set(sums.subarray(start, start + width), i * width)
  })
  return values
}

interface CallPlace {
  readonly weekday: number
  readonly isDay: boolean
  readonly duration: number
}

const secondsADay = 86_400

function clockOf({ firstWeekday = thursday, dayHours = defaultDayHours }: ClockOptions) {
  const [dawn, dusk] = dayHours
  if (!(dawn >= 0 && dawn <= dusk && dusk <= 24)) {
    throw invalid('The hours of the day are from and to, within 0 to 24, in this order.')
  }
  if (!(Number.isInteger(firstWeekday) && firstWeekday >= 0 && firstWeekday < 7)) {
    throw invalid('The first weekday is 0 (Monday) to 6 (Sunday).')
  }
  return (second: number, duration: number): CallPlace => {
    const day = Math.floor(second / secondsADay)
    const hour = (second - day * secondsADay) / 3600
    const weekday = (((day + firstWeekday) % 7) + 7) % 7
    return { weekday, isDay: hour >= dawn && hour < dusk, duration }
  }
}

function addCall(sums: Float64Array, at: number, { weekday, isDay, duration }: CallPlace): void {
  const places = [0, isDay ? 1 : 2, weekday < 5 ? 3 : 4, 5 + weekday]
  for (const place of places) {
    sums[at + place] = (sums[at + place] as number) + 1
    sums[at + slotCount + place] = (sums[at + slotCount + place] as number) + duration
  }
}

import { secondsADay } from '../reading/calendar.ts'

/** Words of a stored call: who called, who was called, second of the day, duration in seconds. */
export const callWords = 4

/** Calls in memory, by day. */
export interface DaySpool {
  readonly bytes: number
  readonly add: (calls: SpooledCalls, rows: number) => void
  /** Gives each day's calls in the order of days, and forgets them. */
  readonly drain: () => Generator<readonly [day: number, calls: Uint32Array], void, void>
}

export interface SpooledCalls {
  readonly seconds: Uint32Array
  readonly durations: Uint32Array
  readonly from: Uint32Array
  readonly to: Uint32Array
}

const segmentWords = 4096 * callWords
const segmentBytes = segmentWords * Uint32Array.BYTES_PER_ELEMENT

interface Day {
  readonly full: Uint32Array[]
  open: Uint32Array
  used: number
}

export function createDaySpool(): DaySpool {
  let days = new Map<number, Day>()
  let segments = 0
  const openDay = (number: number) => {
    const day: Day = { full: [], open: new Uint32Array(segmentWords), used: 0 }
    days.set(number, day)
    segments++
    return day
  }
  const close = (day: Day) => {
    day.full.push(day.open)
    day.open = new Uint32Array(segmentWords)
    day.used = 0
    segments++
  }
  return {
    get bytes() {
      return segments * segmentBytes
    },
    add({ seconds, durations, from, to }, rows) {
      let number = -1
      let day: Day | undefined
      for (let row = 0; row < rows; row++) {
        const second = seconds[row] as number
        const its = Math.floor(second / secondsADay)
        if (its !== number || day === undefined) {
          number = its
          day = days.get(its) ?? openDay(its)
        }
        const { open, used } = day
        open[used] = from[row] as number
        open[used + 1] = to[row] as number
        open[used + 2] = second - number * secondsADay
        open[used + 3] = durations[row] as number
        day.used += callWords
        if (day.used === segmentWords) close(day)
      }
    },
    *drain() {
      const drained = [...days].sort(([a], [b]) => a - b)
      days = new Map()
      segments = 0
      for (const [number, day] of drained) yield [number, joined(day)]
    },
  }
}

function joined({ full, open, used }: Day): Uint32Array {
  const calls = new Uint32Array(full.length * segmentWords + used)
  for (const [i, segment] of full.entries()) calls.set(segment, i * segmentWords)
  calls.set(open.subarray(0, used), full.length * segmentWords)
  return calls
}

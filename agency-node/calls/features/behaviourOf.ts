import { type ClockOptions, startBehaviour } from '../../analysis/network/callingBehaviour.ts'
import { type FrameOptions, ruleOf } from '../frame/frameOptions.ts'
import { daysIn } from '../frame/keptCalls.ts'
import { secondsADay } from '../reading/calendar.ts'
import type { CallFolder } from '../store/callFolder.ts'
import { callWords } from '../store/daySpool.ts'
import { dayFile } from '../store/dayWriter.ts'
import { readRecords } from '../store/records.ts'

/** The 72 features of calling behaviour of each subject (ids of the folder) over a window, a row each. */
export async function behaviourOf(
  { path, manifest }: CallFolder,
  subjects: Uint32Array,
  { dayHours, signal, ...options }: FrameOptions & Pick<ClockOptions, 'dayHours'>,
): Promise<Float64Array> {
  const { minSeconds } = ruleOf(options)
  const behaviour = startBehaviour({
    ...{ nodes: manifest.numbers, subjects, minSeconds },
    ...(dayHours && { dayHours }),
  })
  for (const day of daysIn(manifest, options.window)) {
    for await (const block of readRecords(dayFile(path, day))) {
      signal?.throwIfAborted()
      behaviour.add(columnsOf(block, day.day * secondsADay))
    }
  }
  return behaviour.values
}

function columnsOf(block: Uint32Array, midnight: number) {
  const rows = block.length / callWords
  const seconds = new Float64Array(rows)
  const durations = new Float64Array(rows)
  const from = new Uint32Array(rows)
  const to = new Uint32Array(rows)
  for (let row = 0, at = 0; row < rows; row++, at += callWords) {
    from[row] = block[at] as number
    to[row] = block[at + 1] as number
    seconds[row] = midnight + (block[at + 2] as number)
    durations[row] = block[at + 3] as number
  }
  return { seconds, durations, from, to }
}

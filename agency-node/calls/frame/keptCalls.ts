import type { CallFolder } from '../store/callFolder.ts'
import { callWords } from '../store/daySpool.ts'
import { dayFile } from '../store/dayWriter.ts'
import type { DayEntry } from '../store/manifest.ts'
import { readRecords } from '../store/records.ts'
import type { FrameRule } from './frameOptions.ts'
import type { DayWindow } from './window.ts'

/** Columns of calls that count, good until the next. */
export interface KeptCalls {
  readonly rows: number
  readonly from: Uint32Array
  readonly to: Uint32Array
  readonly durations: Uint32Array
}

export function daysIn(
  { days }: { readonly days: readonly DayEntry[] },
  { firstDay, days: length }: DayWindow,
) {
  return days.filter(({ day }) => day >= firstDay && day < firstDay + length)
}

/** The calls of a window that count, block by block in the order of the days; the ids are the folder's. */
export async function* keptCalls(
  { path, manifest }: CallFolder,
  window: DayWindow,
  { minSeconds, weight }: FrameRule,
): AsyncGenerator<KeptCalls> {
  const shortest = weight === 'duration' ? Math.max(minSeconds, 1) : minSeconds
  for (const day of daysIn(manifest, window)) {
    for await (const block of readRecords(dayFile(path, day))) yield keep(block, shortest)
  }
}

function keep(block: Uint32Array, shortest: number): KeptCalls {
  const most = block.length / callWords
  const from = new Uint32Array(most)
  const to = new Uint32Array(most)
  const durations = new Uint32Array(most)
  let rows = 0
  for (let at = 0; at < block.length; at += callWords) {
    const duration = block[at + 3] as number
    if (duration < shortest || block[at] === block[at + 1]) continue
    from[rows] = block[at] as number
    to[rows] = block[at + 1] as number
    durations[rows] = duration
    rows++
  }
  return { rows, from, to, durations }
}

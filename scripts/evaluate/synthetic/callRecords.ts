import type { CallRecords } from '@creditmesh/agency-node/analysis/network/callRecords.ts'
import type { Random } from '@creditmesh/agency-node/analysis/random.ts'
import { normal, poisson } from './draws.ts'
import type { People } from './people.ts'
import type { Ties } from './ties.ts'

const daySec = 86_400

/**
 * Three months of calls; second 0 is the midnight before day 0, a Monday. Each tie has one call at least that lasts, so that the network has the ties that were drawn.
 * Strain moves calls into the night and shortens them; regular people call on working days.
 */
export function drawCalls(
  random: Random,
  people: People,
  { a, b }: Ties,
  days: number,
): CallRecords {
  const seconds: number[] = []
  const from: number[] = []
  const to: number[] = []
  const duration: number[] = []
  for (let tie = 0; tie < a.length; tie++) {
    const ends = [a[tie] as number, b[tie] as number] as const
    const warmth = trait(people.sociability, ends)
    const calls =
      1 + poisson(random, Math.min(25, 3 * Math.exp(0.4 * warmth + 0.5 * normal(random))))
    const givesShare = 0.2 + 0.6 * random()
    for (let call = 0; call < calls; call++) {
      const caller = random() < givesShare ? ends[0] : ends[1]
      seconds.push(startOf(random, people, caller, days))
      from.push(caller)
      to.push(caller === ends[0] ? ends[1] : ends[0])
      duration.push(durationOf(random, people, { caller, isFirst: call === 0 }))
    }
  }
  return {
    seconds: Float64Array.from(seconds),
    from: Uint32Array.from(from),
    to: Uint32Array.from(to),
    durations: Float64Array.from(duration),
  }
}

function trait(values: Float64Array, [one, two]: readonly [number, number]): number {
  return ((values[one] as number) + (values[two] as number)) / 2
}

function startOf(random: Random, people: People, caller: number, days: number): number {
  const nightShare = 0.12 * Math.exp(0.55 * (people.strain[caller] as number))
  const isNight = random() < Math.min(0.7, nightShare)
  const hour = isNight ? (19 + 12 * random()) % 24 : 7 + 12 * random()
  const weekendPull = Math.exp(-0.5 * (people.regularity[caller] as number))
  let day = Math.floor(random() * days)
  // Once more for a weekend day, by those who keep regular hours: moves calls from weekends to working days.
  if (day % 7 >= 5 && random() > weekendPull) day = Math.floor(random() * days)
  return Math.floor(day * daySec + hour * 3600)
}

function durationOf(
  random: Random,
  people: People,
  { caller, isFirst }: { readonly caller: number; readonly isFirst: boolean },
): number {
  if (!isFirst && random() < 0.08) return Math.floor(5 * random()) // rings or wrong numbers, to be dropped
  const strain = people.strain[caller] as number
  return Math.min(7200, 5 + Math.floor(Math.exp(4 - 0.25 * strain + 0.9 * normal(random))))
}

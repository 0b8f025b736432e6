import type { Random } from '@creditmesh/agency-node/analysis/random.ts'
import { normal, poisson } from './draws.ts'
import type { People } from './people.ts'

/** Debit-card purchases of the subjects in the month before the card; day 0 is a Monday. */
export interface Purchases {
  readonly subject: Uint32Array
  readonly day: Uint8Array
  /** In minor units. */
  readonly amount: Float64Array
}

export const purchaseDays = 30

/** Strain means fewer and smaller purchases; irregular people spend on few weekdays. */
export function drawPurchases(random: Random, people: People): Purchases {
  const subject: number[] = []
  const day: number[] = []
  const amount: number[] = []
  for (let person = 0; person < people.counts.subjects; person++) {
    const strain = people.strain[person] as number
    const perDay = 0.8 * Math.exp(0.3 * normal(random) - 0.25 * strain)
    const level = 7 + 0.4 * normal(random) - 0.35 * strain
    const habits = weekdayHabits(random, people.regularity[person] as number)
    for (let at = 0; at < purchaseDays; at++) {
      const count = poisson(random, Math.min(10, perDay * (habits[at % 7] as number)))
      for (let made = 0; made < count; made++) {
        subject.push(person)
        day.push(at)
        amount.push(Math.ceil(Math.exp(level + 0.8 * normal(random))))
      }
    }
  }
  return {
    subject: Uint32Array.from(subject),
    day: Uint8Array.from(day),
    amount: Float64Array.from(amount),
  }
}

/** How much each weekday draws, mean 1; the less regular, the more uneven. */
function weekdayHabits(random: Random, regularity: number): number[] {
  const spread = 0.7 * Math.exp(-0.5 * regularity)
  const pulls = Array.from({ length: 7 }, () => Math.exp(spread * normal(random)))
  const mean = pulls.reduce((sum, pull) => sum + pull, 0) / 7
  return pulls.map((pull) => pull / mean)
}

import type {
  DayWindow,
  Purchases,
} from '@creditmesh/agency-node/analysis/network/sociodemographic.ts'
import type { Random } from '@creditmesh/agency-node/analysis/random.ts'
import { normal, poisson } from './draws.ts'
import type { People } from './people.ts'

/** The month before the card, in days since 1970-01-01; its first day is a Monday. */
export const purchaseWindow: DayWindow = { firstDay: 4, days: 30 }

/** Debit-card purchases of each subject, in minor units. Strain means fewer and smaller purchases; irregular people spend on few weekdays. */
export function drawPurchases(random: Random, people: People): Purchases[] {
  return Array.from({ length: people.counts.subjects }, (_, person) => {
    const days: number[] = []
    const amounts: number[] = []
    const strain = people.strain[person] as number
    const perDay = 1.6 * Math.exp(0.25 * normal(random) - 0.3 * strain)
    const level = 7 + 0.35 * normal(random) - 0.4 * strain
    const habits = weekdayHabits(random, people.regularity[person] as number)
    for (let at = 0; at < purchaseWindow.days; at++) {
      const count = poisson(random, Math.min(10, perDay * (habits[at % 7] as number)))
      for (let made = 0; made < count; made++) {
        days.push(purchaseWindow.firstDay + at)
        amounts.push(Math.ceil(Math.exp(level + 0.8 * normal(random))))
      }
    }
    return { days: Int32Array.from(days), amounts: Float64Array.from(amounts) }
  })
}

/** How much each weekday draws, mean 1; the less regular, the more uneven. */
function weekdayHabits(random: Random, regularity: number): number[] {
  const spread = 0.7 * Math.exp(-0.5 * regularity)
  const pulls = Array.from({ length: 7 }, () => Math.exp(spread * normal(random)))
  const mean = pulls.reduce((sum, pull) => sum + pull, 0) / 7
  return pulls.map((pull) => pull / mean)
}

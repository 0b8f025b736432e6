import type { CallRecords } from '@creditmesh/agency-node/analysis/network/callRecords.ts'
import type { Purchases } from '@creditmesh/agency-node/analysis/network/sociodemographic.ts'
import { seededRandom } from '@creditmesh/agency-node/analysis/random.ts'
import { drawCalls } from './callRecords.ts'
import { normal } from './draws.ts'
import { drawPeople, type People } from './people.ts'
import { drawPurchases } from './purchases.ts'
import { drawTies } from './ties.ts'

/** The paper's published properties (5.1 and 4.2). */
export const published = {
  subjects: 22_000,
  defaultRate: 0.0449,
  dyadicity: 0.8689,
  heterophilicity: 0.8137,
} as const

export const callDays = 91

export interface Loans {
  /** Limit of each subject's card, in minor units. */
  readonly amount: Float64Array
  /** Drawn at the time of default; 0 for who pays. A few draw more than the limit, a few nothing. */
  readonly exposureAtDefault: Float64Array
}

export interface Population {
  readonly people: People
  readonly calls: CallRecords
  /** One a subject. */
  readonly purchases: readonly Purchases[]
  readonly loans: Loans
}

/**
 * A made-up country with the published default rate, dyadicity and heterophilicity, everything else our own choice: no
 * row, rate or dependence of the paper's private data is known to anybody outside. `scale` shrinks it for trials.
 */
export function drawPopulation(seed: number, scale = 1): Population {
  const random = seededRandom(seed)
  const subjects = Math.round(published.subjects * scale)
  const people = drawPeople(
    random,
    { subjects, customers: 2 * subjects, strangers: 2 * subjects },
    published.defaultRate,
  )
  const ties = drawTies(random, people, {
    amongSubjects: 4 * subjects,
    others: 20 * subjects,
    dyadicity: published.dyadicity,
    heterophilicity: published.heterophilicity,
  })
  const calls = drawCalls(random, people, ties, callDays)
  const purchases = drawPurchases(random, people)
  return { people, calls, purchases, loans: drawLoans(random, people) }
}

function drawLoans(random: () => number, { y, strain }: People): Loans {
  const amount = Float64Array.from(y, (_, subject) =>
    Math.round(Math.exp(11.5 + 0.6 * normal(random) - 0.2 * (strain[subject] as number))),
  )
  const exposureAtDefault = amount.map((limit, subject) =>
    y[subject] === 1 ? Math.round(limit * drawnShare(random)) : 0,
  )
  return { amount, exposureAtDefault }
}

/** A tenth draw nothing, a quarter go over the limit, the rest anything between: the two peaks of the paper's Figure 7. */
function drawnShare(random: () => number): number {
  const kind = random()
  if (kind < 0.1) return 0
  if (kind < 0.35) return 1 + 0.25 * random()
  return random()
}

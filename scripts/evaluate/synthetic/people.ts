import { ascendingOrder } from '@creditmesh/agency-node/analysis/ascendingOrder.ts'
import type { Random } from '@creditmesh/agency-node/analysis/random.ts'
import { normal, poisson } from './draws.ts'

/** Who is in the network (the paper's Figure 3): subjects first, then the bank's other customers, then strangers to it. */
export interface PeopleCounts {
  /** Got a credit card in the month after the calls: to be scored. */
  readonly subjects: number
  /** Customers of the bank for longer; some have paid late, and that is known. */
  readonly customers: number
  /** Customers of the telephone company only. */
  readonly strangers: number
}

/** What makes people behave as they do. No model ever sees it. */
export interface People {
  readonly counts: PeopleCounts
  readonly total: number
  /** Neighbourhood: people of one know each other more often and share hard times. */
  readonly neighbourhood: Uint16Array
  /** How short of money, how sociable, how regular; each about standard normal. */
  readonly strain: Float64Array
  readonly sociability: Float64Array
  readonly regularity: Float64Array
  readonly age: Uint8Array
  readonly maritalStatus: readonly MaritalStatus[]
  /** Late payments known at the time of scoring, 3 for three or more; -1 for who is no customer or is a subject. */
  readonly late: Int8Array
  /** By subject: 1 = three or more payments late in the year after. */
  readonly y: Uint8Array
}

export type MaritalStatus = 'single' | 'married' | 'separated'

const peopleInNeighbourhood = 250
/** Share of the variance of strain that neighbours share. */
const sharedStrain = 0.45

export function drawPeople(random: Random, counts: PeopleCounts, defaultRate: number): People {
  const total = counts.subjects + counts.customers + counts.strangers
  const places = Math.ceil(total / peopleInNeighbourhood)
  const placeStrain = Float64Array.from({ length: places }, () => normal(random))
  const neighbourhood = new Uint16Array(total).map(() => Math.floor(random() * places))
  const strain = new Float64Array(total).map((_, person) => {
    const shared = placeStrain[neighbourhood[person] as number] as number
    return Math.sqrt(sharedStrain) * shared + Math.sqrt(1 - sharedStrain) * normal(random)
  })
  const sociability = new Float64Array(total).map(() => normal(random))
  const regularity = new Float64Array(total).map(() => normal(random))
  const age = new Uint8Array(total).map(() => Math.round(20 + 55 * random() ** 1.4))
  const maritalStatus = Array.from(age, (years) => drawMaritalStatus(random, years))
  const traits = { strain, sociability, regularity, age }
  const late = new Int8Array(total).fill(-1)
  const known = counts.subjects + counts.customers
  for (let person = counts.subjects; person < known; person++) {
    const mean = 0.2 * Math.exp(1.1 * (strain[person] as number))
    late[person] = Math.min(3, poisson(random, Math.min(mean, 20)))
  }
  const y = drawOutcomes(random, { subjects: counts.subjects, defaultRate, ...traits })
  return { counts, total, neighbourhood, ...traits, maritalStatus, late, y }
}

function drawMaritalStatus(random: Random, age: number): MaritalStatus {
  if (random() > (age - 18) / 25) return 'single'
  return random() < 0.8 ? 'married' : 'separated'
}

interface Traits extends Pick<People, 'strain' | 'sociability' | 'regularity' | 'age'> {
  readonly subjects: number
  readonly defaultRate: number
}

/**
 * The round(rate n) subjects with the highest propensity default, so the rate is exact. Strain and irregular habits raise
 * it, and so do both extremes of sociability: a straight line in the features cannot follow that.
 */
function drawOutcomes(random: Random, traits: Traits): Uint8Array {
  const { subjects, defaultRate, strain, sociability, regularity, age } = traits
  const safety = Float64Array.from({ length: subjects }, (_, person) => {
    const extreme = Math.abs(sociability[person] as number) - 0.8
    const habits = Math.max(0, -(regularity[person] as number))
    const young = Math.max(0, 30 - (age[person] as number)) / 10
    const pushed = 2.6 * (strain[person] as number) + 2 * extreme + 2 * habits + young
    return -(pushed + logisticNoise(random))
  })
  const y = new Uint8Array(subjects)
  const bads = Math.round(defaultRate * subjects)
  for (const person of ascendingOrder(safety).subarray(0, bads)) y[person] = 1
  return y
}

function logisticNoise(random: Random): number {
  const share = Math.min(Math.max(random(), 1e-12), 1 - 1e-12)
  return Math.log(share / (1 - share))
}

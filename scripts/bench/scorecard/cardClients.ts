import { type Random, randomBelow, seededRandom } from '@creditmesh/agency-node/analysis/random.ts'
import { type Column, tableOf } from '@creditmesh/agency-node/analysis/table.ts'
import type { Labelled } from '../forest/writeTables.ts'

const months = 6

/**
 * Made clients of a card issuer, in the shape of Yeh and Lien's data (UCI 350): limit, person, and six months of delay, bill and
 * payment. A hidden strain drives delays, payments and outcome; about one in five is bad. No row is anybody's.
 */
export function cardClients(rows: number, seed: number): Labelled {
  const random = seededRandom(seed)
  const names = [
    ...['limit', 'sex', 'education', 'marriage', 'age'],
    ...['delay', 'bill', 'paid'].flatMap((kind) =>
      Array.from({ length: months }, (_, month) => `${kind}${month}`),
    ),
  ]
  const columns = names.map(() => new Float64Array(rows))
  const y = new Uint8Array(rows)
  for (let row = 0; row < rows; row++) {
    const { values, isBad } = clientOf(random)
    columns.forEach((column, at) => {
      column[row] = values[at] as number
    })
    y[row] = isBad ? 1 : 0
  }
  const named = columns.map((values, at): Column => {
    return { kind: 'numeric', name: names[at] as string, values, specials: [] }
  })
  return { table: tableOf(named), y }
}

function clientOf(random: Random) {
  const strain = normal(random)
  const limit = 10_000 * (1 + Math.floor(Math.exp(2 + 0.9 * normal(random) - 0.4 * strain)))
  const age = 21 + Math.floor(15 * -Math.log(1 - random()))
  const delays = Array.from({ length: months }, () => delayOf(strain + 0.7 * normal(random)))
  const use = Math.min(1.1, Math.max(0, 0.4 + 0.25 * strain + 0.3 * normal(random)))
  const bills = delays.map(() => Math.round(limit * use * (0.8 + 0.4 * random())))
  const paid = bills.map((bill) => Math.round(bill * paidShare(random, strain)))
  const values = [
    ...[limit, 1 + randomBelow(random, 2), 1 + randomBelow(random, 4)],
    ...[1 + randomBelow(random, 3), age, ...delays, ...bills, ...paid],
  ]
  const risk = -2.4 + 1.1 * strain + 0.5 * Math.max(0, delays[0] ?? 0) + (age > 60 ? 0.3 : 0)
  return { values, isBad: random() < 1 / (1 + Math.exp(-risk)) }
}

/** Months late: -2 is no use of the card, -1 paid in full, 0 revolving. */
function delayOf(strain: number): number {
  if (strain < 1) return strain < -1 ? -2 : strain < -0.3 ? -1 : 0
  return Math.min(8, 1 + Math.floor((strain - 1) * 2))
}

function paidShare(random: Random, strain: number): number {
  if (random() < 0.2) return 0
  return Math.min(1, 0.04 + Math.exp(-1.5 - strain + normal(random)))
}

/** Box and Muller. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

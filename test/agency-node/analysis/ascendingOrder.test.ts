import { ascendingOrder } from '@creditmesh/agency-node/analysis/ascendingOrder.ts'
import { seededRandom } from '@creditmesh/agency-node/analysis/random.ts'
import { expect, test } from 'vitest'

const random = seededRandom(7)
const kinds: Readonly<Record<string, (row: number) => number>> = {
  'quantities of one size': () => random(),
  'rounded quantities': () => Math.round(random() * 100) / 100,
  'quantities that differ in their last digits alone': () => 0.5 + random() * 1e-9,
  'both signs and all sizes': () => (random() - 0.5) * 10 ** (random() * 40 - 20),
  'two zeros': () => (random() < 0.5 ? 0 : -0),
  'the smallest numbers there are': () => Math.floor(random() * 9) * 5e-324,
  'one value': () => 3,
  'a fallen order': (row) => -row,
}

/** The obvious sort, slow on many rows. */
function slowOrder(values: Float64Array): Uint32Array {
  const rows = Uint32Array.from(values, (_, row) => row)
  return rows.sort((a, b) => (values[a] as number) - (values[b] as number) || a - b)
}

test.each(Object.entries(kinds))('orders %s, equal ones by row', (_, kind) => {
  for (const size of [0, 1, 2, 64, 65, 1000, 5000]) {
    const values = Float64Array.from({ length: size }, (_, row) => kind(row))
    expect(ascendingOrder(values)).toEqual(slowOrder(values))
  }
})

import { randomBelow, seededRandom } from '@creditmesh/agency-node/analysis/random.ts'
import { type Column, type Table, tableOf } from '@creditmesh/agency-node/analysis/table.ts'

export interface Sample {
  readonly table: Table
  readonly y: Uint8Array
}

/** Two quantities (one with gaps and a special code), a category and noise; the risk hangs on all but the noise. */
export function randomTable(rows: number, seed: number): Sample {
  const random = seededRandom(seed)
  const income = Float64Array.from({ length: rows }, () => Math.round(100 * random()) / 10)
  const gaps = Float64Array.from({ length: rows }, () => {
    const draw = random()
    if (draw < 0.15) return Number.NaN
    return draw < 0.3 ? -9 : Math.round(20 * random())
  })
  const town = Int32Array.from({ length: rows }, () => randomBelow(random, 6) - 1)
  const noise = Float64Array.from({ length: rows }, random)
  const y = Uint8Array.from({ length: rows }, (_, row) => {
    const gap = gaps[row] as number
    const odds = (income[row] as number) / 4 - 1.5 + (gap === -9 ? 1 : 0) - (gap > 10 ? 1 : 0)
    const risk = 1 / (1 + Math.exp(-odds - (town[row] === 2 ? 1.5 : 0)))
    return random() < risk ? 1 : 0
  })
  const columns: Column[] = [
    { kind: 'numeric', name: 'income', values: income, specials: [] },
    { kind: 'numeric', name: 'gaps', values: gaps, specials: [-9] },
    { kind: 'categorical', name: 'town', codes: town, categories: ['a', 'b', 'c', 'd', 'e'] },
    { kind: 'numeric', name: 'noise', values: noise, specials: [] },
  ]
  return { table: tableOf(columns), y }
}

export function numeric(name: string, values: ArrayLike<number>, specials: number[] = []): Column {
  return { kind: 'numeric', name, values: Float64Array.from(values), specials }
}

export function categorical(name: string, codes: ArrayLike<number>, categories: string[]): Column {
  return { kind: 'categorical', name, codes: Int32Array.from(codes), categories }
}

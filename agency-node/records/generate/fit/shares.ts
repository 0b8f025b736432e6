import { round } from '../quantiles.ts'

/** Counts by group and kind, and their shares. */
export class ShareTable {
  readonly #kinds: number
  readonly #counts = new Map<string, number[]>()

  constructor(kinds: number) {
    this.#kinds = kinds
  }

  add(group: string, kind: number): void {
    const counts = this.#counts.get(group) ?? new Array<number>(this.#kinds).fill(0)
    counts[kind] = (counts[kind] ?? 0) + 1
    this.#counts.set(group, counts)
  }

  /** Shares of every group of at least `smallest`, in the order of their names. */
  shares(smallest: number): Record<string, number[]> {
    const kept = [...this.#counts].filter(([, counts]) => sum(counts) >= smallest)
    kept.sort(([a], [b]) => (a < b ? -1 : 1))
    return Object.fromEntries(kept.map(([group, counts]) => [group, sharesOf(counts)]))
  }
}

export function sharesOf(counts: readonly number[]): number[] {
  const total = sum(counts)
  return counts.map((count) => round(total === 0 ? 0 : count / total))
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

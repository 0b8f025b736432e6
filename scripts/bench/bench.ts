import type { Table } from './table.ts'

export interface BenchOptions {
  /** Small populations and short runs: shows that everything works, not how fast it is. */
  readonly isQuick: boolean
  /** Tells a person what is going on; no figure passes through here. */
  readonly log: (line: string) => void
}

/** What one key of the report holds: the figures for machines, tables and remarks for people. */
export interface BenchResult {
  readonly figures: Figures
  readonly tables: readonly Table[]
  /** What limits the figures, and how they stand to the goals. */
  readonly remarks: readonly string[]
}

export type Figures = { readonly [name: string]: number | Figures }

export type Bench = (options: BenchOptions) => Promise<BenchResult>

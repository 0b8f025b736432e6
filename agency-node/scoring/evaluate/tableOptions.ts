import type { Delimiter } from './delimiter.ts'

/** What the columns of a file mean. */
export interface TableOptions {
  /** Guessed from the first line by default. */
  readonly delimiter?: Delimiter
  /** False: the first line is data already. True by default. */
  readonly hasHeader?: boolean
  /** Names of the columns of a file without a header; `c1`, `c2`, ... by default. */
  readonly columns?: readonly string[]
  /** Columns of codes, though they may look like numbers. A column that holds any word is one anyway. */
  readonly categorical?: readonly string[]
  /** Values of numeric columns that are codes rather than quantities. */
  readonly specials?: readonly number[]
  readonly drop?: readonly string[]
  readonly label: string
  /** The label of a defaulter; every other one is a good. */
  readonly bad: string
}

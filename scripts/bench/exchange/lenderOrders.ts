import type { Question } from './people.ts'

/** What a process of lenders is told to do. */
export interface LenderOrder {
  readonly dir: string
  readonly mayRelay: boolean
  readonly works: readonly { readonly lender: string; readonly questions: readonly Question[] }[]
}

export interface LenderReport {
  readonly latenciesMs: readonly number[]
}

export interface LenderFailure {
  readonly failure: string
}

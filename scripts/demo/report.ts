import type { Claim } from './story.ts'

interface Gas {
  readonly request: number
  readonly settle: number
}

/** Free balances of the ledger by account, in units of the settlement token. */
export type Balances = Readonly<Record<string, string>>

/** What `--json FILE` writes. Amounts are decimal strings in token units. */
export interface DemoReport {
  readonly mode1: {
    readonly queryId: string
    readonly latencyMs: number
    readonly score: number | null
    readonly fee: string
    readonly gas: Gas
  }
  readonly mode2: {
    readonly queryId: string
    readonly latencyMs: number
    /** What the peer was paid. */
    readonly price: string
    /** What the lender paid. */
    readonly fee: string
    readonly savedBy: string
    readonly gas: Gas & {
      readonly broadcast: number
      readonly trade: number
      readonly settlePeer: number
    }
  }
  readonly refused: readonly Refusal[]
  readonly refunded: readonly Refund[]
  readonly ledger: { readonly before: Balances; readonly after: Balances }
  readonly imported: Imported
  readonly claims: readonly Claim[]
}

export interface Refusal {
  readonly code: string
  /** Who refused: `chain`, or the name of an agency. */
  readonly at: string
}

export interface Refund {
  readonly queryId: string
  readonly amount: string
  readonly reason: string
}

export interface Imported {
  /** People whom at least one agency knows. */
  readonly subjects: number
  readonly rejected: number
  readonly warnings: number
  readonly perAgency: Readonly<Record<string, number>>
}

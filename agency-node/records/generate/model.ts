import type { Quantiles } from './quantiles.ts'

/** What the generator knows about the clients of the UCI file: rates and quantiles of groups, nothing of a person. */
export interface PopulationModel {
  readonly people: PeopleModel
  readonly states: StateModel
  readonly amounts: AmountModel
  readonly outcome: OutcomeModel
}

export interface PeopleModel {
  readonly male: number
  readonly age: Quantiles
  /** By age band: chances of the codes 0 to 6. */
  readonly education: readonly (readonly number[])[]
  /** By age band: chances of the codes 0 to 3. */
  readonly marriage: readonly (readonly number[])[]
  /** Limits and the share of people at or below each. */
  readonly limits: readonly (readonly [limit: number, upTo: number])[]
  /** By age band and education group: mean of the log odds of a person's rank among limits. */
  readonly limitRank: readonly (readonly number[])[]
  readonly limitSpread: number
}

/** Chances of payment states -2 to 8. */
export interface StateModel {
  /** By `limit band:education`. */
  readonly first: Readonly<Record<string, readonly number[]>>
  /** By `stage:group of the month before last:last state:use of the limit`; `*` where that group is too small. */
  readonly next: Readonly<Record<string, readonly number[]>>
  /** By stage and limit band: how much more likely than in `next` a state of each group is. */
  readonly tilt: Readonly<Record<Stage, readonly (readonly number[])[]>>
}

/** The second month, the middle ones, and the last, which alone knows the state "one month late". */
export type Stage = 'second' | 'middle' | 'last'

export interface AmountModel {
  readonly opening: Readonly<Record<string, OpeningModel>>
  /** By regimes: the kind of balance that follows. */
  readonly balanceKind: Readonly<Record<string, readonly number[]>>
  /** By regimes: the kind of payment. */
  readonly paymentKind: Readonly<Record<string, readonly number[]>>
  readonly partial: Readonly<Record<string, Quantiles>>
  readonly over: Readonly<Record<string, Quantiles>>
  /** After a payment in full: the new balance as a share of the limit. */
  readonly fresh: Readonly<Record<string, Quantiles>>
  /** After no payment or a part: by what share of the limit the balance moved. */
  readonly drift: Readonly<Record<string, Quantiles>>
  /** Payments without a balance before them, as a share of the limit. */
  readonly prepaid: Quantiles
  readonly credit: Quantiles
  /** The chance that a month keeps the person's own level. */
  readonly habit: { readonly fresh: number; readonly drift: number; readonly partial: number }
}

export interface OpeningModel {
  readonly balanceKind: readonly number[]
  readonly utilisation: Quantiles
  /** The chance of a payment, by use of the limit. */
  readonly paid: Readonly<Record<string, number>>
  /** As a share of the limit, by use of it. */
  readonly payment: Readonly<Record<string, Quantiles>>
}

export interface OutcomeModel {
  /** Coefficients of `outcomeFeatures`, the intercept first. */
  readonly coefficients: readonly number[]
}

/** States are codes -2 to 8; their index in a table is two more. */
export const stateCount = 11

/** No use, paid in full, revolving, late. */
export function stateGroup(state: number): number {
  return Math.min(state, 1) + 2
}

/** The same, with "one month late" apart: it behaves like no other. */
export function amountGroup(state: number): number {
  return state >= 2 ? 4 : state + 2
}

export function stageOf(month: number): Stage {
  if (month === 1) return 'second'
  return month === 5 ? 'last' : 'middle'
}

function bandOf(value: number, upTo: readonly number[]): number {
  const band = upTo.findIndex((bound) => value <= bound)
  return band < 0 ? upTo.length : band
}

export const ageBandOf = (age: number) => bandOf(age, [24, 29, 34, 39, 49])
export const limitBandOf = (limit: number) => bandOf(limit, [30_000, 80_000, 150_000, 250_000])
/** How much of the limit a balance uses: nothing, little, some, most, all of it. */
export const useBandOf = (balance: number, limit: number) =>
  bandOf(balance / limit, [0.02, 0.35, 0.8, 0.97])
export const educationGroupOf = (code: number) => (code >= 1 && code <= 3 ? code : 0)

/** Zero, negative (a credit balance), positive. */
export function balanceKindOf(balance: number): 0 | 1 | 2 {
  if (balance === 0) return 0
  return balance < 0 ? 1 : 2
}

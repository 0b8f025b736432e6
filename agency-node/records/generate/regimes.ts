import { amountGroup, balanceKindOf, limitBandOf, useBandOf } from './model.ts'

/** One month as the amounts see it; the month before is the older one. */
export interface MonthContext {
  readonly limit: number
  readonly stateBefore: number
  readonly state: number
  readonly balanceBefore: number
}

/** Names of the groups whose rates are kept, finest first: the first that the model knows is used. */
export function balanceRegimes(month: MonthContext): string[] {
  const kind = balanceKindOf(month.balanceBefore)
  const now = amountGroup(month.state)
  return [`${kind}:${amountGroup(month.stateBefore)}>${now}`, `${kind}:${now}`]
}

export function paymentRegimes(month: MonthContext, balance: number): string[] {
  const kind = balanceKindOf(balance)
  return balanceRegimes(month).map((regime) => `${regime}:${kind}`)
}

export function partialRegimes(month: MonthContext): string[] {
  const owed = month.balanceBefore < 5_000 ? 0 : month.balanceBefore < 30_000 ? 1 : 2
  const now = amountGroup(month.state)
  return [`${now}:${owed}:${limitSizeOf(month)}`, `${now}:${owed}`, `*:${owed}`]
}

function limitSizeOf({ limit }: MonthContext): number {
  if (limit <= 50_000) return 0
  return limit <= 200_000 ? 1 : 2
}

export function balanceMoveRegimes(month: MonthContext): string[] {
  const use = useBandOf(month.balanceBefore, month.limit)
  const now = amountGroup(month.state)
  return [`${now}:${use}:${limitSizeOf(month)}`, `${now}:${use}`, `${now}`, '*']
}

/** True where the balance begins anew: nothing was owed, or all of it was paid. */
export function isFresh(balanceBefore: number, paymentKind: number): boolean {
  return balanceBefore <= 0 || paymentKind === 1 || paymentKind === 3
}

export function openingRegimes(limit: number, state: number): string[] {
  return [`${amountGroup(state)}:${limitBandOf(limit)}`, `${amountGroup(state)}`, '*']
}

/** The rates of the finest group that the model has. */
export function lookUp<T>(table: Readonly<Record<string, T>>, regimes: readonly string[]): T {
  for (const regime of regimes) {
    const found = table[regime]
    if (found !== undefined) return found
  }
  throw new RangeError(`the model lacks ${regimes.at(-1)}`)
}

/** No payment, the whole balance, a part of it, more than it. */
export function paymentKindOf(payment: number, balanceBefore: number): 0 | 1 | 2 | 3 {
  if (payment === 0) return 0
  if (balanceBefore <= 0) return 3
  const share = payment / balanceBefore
  if (share < 0.995) return 2
  return share <= 1.005 ? 1 : 3
}

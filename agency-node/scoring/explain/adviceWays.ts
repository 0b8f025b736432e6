import { daysPastDue } from '../lateness.ts'
import type { Course, Present } from './futures.ts'
import type { Account, MonthOfMoney } from './futuresAccount.ts'
import { buyingInFull, holding, repeating, repeatingPurchases, spending } from './futuresCourses.ts'

/** What is said of how an account is used beside being paid: nothing, a little, or as it is now. */
export type Use = 'any' | 'aLittle' | 'asNow'

/** A thing to do, with every course that fits the words for it. */
export interface Way {
  readonly name: 'onTime' | 'useLess' | 'payInFull'
  readonly use: Use
  /** Of `useLess`: the most that is owed, as a share of the limit. */
  readonly share?: number
  readonly effort: number
  readonly courses: readonly Course[]
}

/**
 * All that anybody is ever advised to do. Nothing here makes anybody owe more than now, carry a balance that she could pay, open
 * an account or ask for a higher limit. What is said more exactly fits less, so the shortest words come first.
 */
export function waysFor(present: Present): readonly Way[] {
  const cards = present.accounts.filter(({ kind }) => kind === 'card')
  const isFree = !present.accounts.some(isLongOverdue)
  const canUseALittle = isFree && isLittleSayable(cards)
  const ways: Way[] = [...onTime]
  for (const share of shares) {
    if (cards.some((card) => isAbove(card, share))) ways.push(...useLess(share))
  }
  if (cards.some(owesAfterPaying)) ways.push(...payInFull)
  return ways.filter(
    ({ use, name }) =>
      use === 'any' || (use === 'aLittle' ? canUseALittle : isFree || name === 'onTime'),
  )
}

/** Such a card is blocked as a rule: nobody could follow the advice to use it. */
function isLongOverdue({ newest }: Account): boolean {
  return newest !== undefined && (daysPastDue(newest) ?? 0) >= 60
}

function isAbove({ balance, limit }: Account, share: number): boolean {
  return limit !== null && balance > share * limit
}

/** Somebody who pays less than is due has something to gain by paying it all. */
function owesAfterPaying(account: Account): boolean {
  return account.balance > 0 && !paysInFull(account)
}

export function paysInFull({ past }: Account): boolean {
  const due = past.slice(1)
  return due.every(({ balance }, at) => (past[at] as MonthOfMoney).payment >= balance)
}

const shares = [0.5, 0.3, 0.1] as const

function useLess(share: number): Way[] {
  const level = (part: number) => (account: Account) => {
    const { balance, limit } = account
    return limit === null ? balance : Math.min(balance, Math.floor(part * limit))
  }
  const exactly = [1, 0.75, 0.5, 0.25, 0.05].flatMap((part) => [
    holding({ level: level(part * share), pays: usually }),
    holding({ level: level(part * share), pays: () => 0 }),
    holding({ level: level(part * share), pays: 'inFull' }),
  ])
  const gradually = holding({ level: level(share), pays: usually, within: 3 })
  const withUse = [...exactly, gradually, ...little, ...littleBelow(level(share))]
  return asked(1 + shares.indexOf(share as 0.5), 'useLess', {
    any: [...withUse, cleared, ...paidOffSlowly],
    aLittle: withUse,
  }).map((way) => ({ ...way, share }))
}

/** To say more of how an account is used asks for more, though less than another way. */
const effortOfUse: Readonly<Record<Use, number>> = { any: 0, aLittle: 0.25, asNow: 0.5 }

function asked(
  effort: number,
  name: Way['name'],
  courses: Partial<Record<Use, readonly Course[]>>,
): Way[] {
  return (['any', 'aLittle', 'asNow'] as const).flatMap((use) => {
    const fitting = courses[use]
    return fitting ? [{ name, use, effort: effort + effortOfUse[use], courses: fitting }] : []
  })
}

const usually = ({ usualPayment }: Account) => usualPayment

const balanceNow = ({ balance }: Account) => balance
const usualBalance = ({ past, balance }: Account) =>
  meanOf(past.map((month) => month.balance)) ?? balance
const longUsual = ({ past, usualPayment }: Account) =>
  meanOf(past.map(({ payment }) => payment)) ?? usualPayment
const times = (part: number, of: (account: Account) => number) => (account: Account) =>
  Math.round(part * of(account))

const staying = holding({ level: balanceNow, pays: usually })

/** Whether "as now" is said of purchases or of statements is left open. */
const sameStatementsInFull: readonly Course[] = [balanceNow, usualBalance].map((level) =>
  holding({ level, pays: 'inFull' }),
)

const usualPurchases = ({ purchases }: Account) => meanOf(purchases) ?? 0

/** Going on as now: what somebody does "as ever" lies within a tenth of what she did, and may be paid in full. */
export const asItIs: readonly Course[] = [
  ...[balanceNow, usualBalance].flatMap((level) => [
    holding({ level, pays: usually }),
    holding({ level, pays: longUsual }),
  ]),
  holding({ level: times(0.9, balanceNow), pays: times(0.9, usually) }),
  holding({ level: times(0.95, balanceNow), pays: times(1.1, usually) }),
  holding({ level: balanceNow, pays: times(0.9, usually) }),
  holding({ level: balanceNow, pays: times(0.9, longUsual) }),
  repeating({ asCalled: true }),
  repeating({ asCalled: false }),
  (account, months) => (paysInFull(account) ? repeatingPurchases : staying)(account, months),
  ...sameStatementsInFull,
  buyingInFull(usualPurchases),
]

const paidOffSlowly = [6, 12, 18].map((within) =>
  holding({ level: () => 0, pays: usually, within }),
)
const cleared = buyingInFull(() => 0)

/** Small purchases, each statement paid in full: also where nothing was bought of late. */
const smallInFull: readonly Course[] = [
  ...[0.02, 0.1, 0.25, 0.5].map((part) => buyingInFull(times(part, balanceNow))),
  ...[0.01, 0.04, 0.1].map((part) =>
    buyingInFull(({ balance, limit }) => Math.round(Math.min(balance, part * (limit ?? balance)))),
  ),
]

/** What buying a little comes to each month, from the least to the most; null where the account is not bought with now. */
export function littleUse({
  balance,
  limit,
  purchases,
}: Account): readonly [number, number] | null {
  if (balance === 0 || purchases.slice(0, 3).every((bought) => bought === 0)) return null
  const whole = limit ?? balance
  const least = roundedDown(0.01 * whole)
  const most = Math.min(roundedDown(0.1 * whole), roundedDown(balance))
  return most >= 2 * least ? [least, most] : null
}

/** To two digits, as people say amounts. */
function roundedDown(amount: number): number {
  if (amount < 1) return 0
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(amount)) - 1)
  return Math.floor(amount / unit) * unit
}

const little: readonly Course[] = [
  ...[0, 1, 2, 3, 4, 5, 6].map((part) => buyingInFull((account) => aLittle(account, part / 6))),
  // Months differ: what looks at the mean, the least and the most of them sees other things.
  ...[2, 3].flatMap((every) =>
    [0, 1].map((usual) =>
      buyingInFull((account, month) => aLittle(account, month % every === 0 ? 1 - usual : usual)),
    ),
  ),
]

/** Of several accounts only shares of their limits can be said, which then have to be what is meant. */
function isLittleSayable(cards: readonly Account[]): boolean {
  const used = cards.filter((card) => littleUse(card) !== null)
  if (cards.length === 1) return used.length === 1
  return (
    used.length > 0 && used.every(({ balance, limit }) => limit !== null && balance >= 0.1 * limit)
  )
}

/** From the least, at 0, to the most, at 1. */
function aLittle(account: Account, part: number): number {
  const [least, most] = littleUse(account) ?? [0, 0]
  return least === 0 ? 0 : Math.round(least * (most / least) ** part)
}

/** Buying the least or the most of a little, and paying the least, as ever, or half of what is due. */
function littleBelow(most: (account: Account) => number): Course[] {
  const payments = [() => 0, (_: number, account: Account) => usually(account), half]
  return [0, 1].flatMap((end) =>
    payments.map((pays) => spending({ buys: (account) => aLittle(account, end), pays, most })),
  )
}

const half = (due: number) => Math.round(due / 2)

const buyingAsNow: readonly Course[] = [
  ...[1, 0.9, 1.1].map((part) => buyingInFull(times(part, usualPurchases))),
  buyingInFull(({ purchases }) => meanOf(purchases.slice(0, 3)) ?? 0),
  buyingInFull(({ purchases }) => medianOf(purchases)),
  buyingInFull(({ purchases }) => purchases[0] ?? 0),
  repeatingPurchases,
  ...sameStatementsInFull,
]
const buyingLess = [0.25, 0.5, 0.75].map((part) => buyingInFull(times(part, usualPurchases)))

const onTime: readonly Way[] = asked(0, 'onTime', {
  any: [...asItIs, ...little, ...smallInFull, ...paidOffSlowly, cleared],
  aLittle: [...asItIs, ...little],
  asNow: asItIs,
})

const payInFull: readonly Way[] = asked(1 + shares.length, 'payInFull', {
  any: [...buyingAsNow, ...buyingLess, ...little, ...smallInFull, cleared],
  aLittle: little,
  asNow: buyingAsNow,
})

function meanOf(amounts: readonly number[]): number | null {
  if (amounts.length === 0) return null
  return Math.round(amounts.reduce((sum, amount) => sum + amount, 0) / amounts.length)
}

function medianOf(amounts: readonly number[]): number {
  return [...amounts].sort((a, b) => a - b)[Math.floor(amounts.length / 2)] ?? 0
}

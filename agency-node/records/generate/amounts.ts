import { type AmountModel, type OpeningModel, useBandOf } from './model.ts'
import { valueAt } from './quantiles.ts'
import { choose, type Random } from './random.ts'
import {
  balanceMoveRegimes,
  balanceRegimes,
  isFresh,
  lookUp,
  type MonthContext,
  openingRegimes,
  partialRegimes,
  paymentRegimes,
} from './regimes.ts'

export interface Month {
  readonly balance: number
  readonly payment: number
}

/** The person's own levels, as ranks, which some of her months keep. */
export interface Habits {
  readonly fresh: number
  readonly drift: number
  readonly partial: number
}

export function drawHabits(random: Random): Habits {
  return { fresh: random(), drift: random(), partial: random() }
}

export interface Opening {
  readonly limit: number
  readonly state: number
  readonly habits: Habits
}

/** The first month: there is nothing before it to follow from. */
export function openingMonth(
  model: AmountModel,
  { limit, state, habits }: Opening,
  random: Random,
): Month {
  const opening = lookUp(model.opening, openingRegimes(limit, state))
  const kind = choose(opening.balanceKind, random())
  const balance = openingBalance(model, opening, { kind, limit, random })
  const use = [String(useBandOf(balance, limit)), '*']
  if (random() >= lookUp(opening.paid, use)) return { balance, payment: 0 }
  const payment = valueAt(lookUp(opening.payment, use), habits.partial) * limit
  return { balance, payment: positive(payment) }
}

interface BalanceDraw {
  readonly kind: number
  readonly limit: number
  readonly random: Random
}

function openingBalance(
  model: AmountModel,
  opening: OpeningModel,
  { kind, limit, random }: BalanceDraw,
): number {
  if (kind === 0) return 0
  if (kind === 1) return -positive(valueAt(model.credit, random()) * limit)
  return positive(valueAt(opening.utilisation, random()) * limit)
}

/** A month that follows from the one before, from both states, and from the person's habits. */
export function nextMonth(
  model: AmountModel,
  context: MonthContext,
  habits: Habits,
  random: Random,
): Month {
  const kind = choose(lookUp(model.balanceKind, balanceRegimes(context)), random())
  if (kind === 1) return creditMonth(model, context, random)
  const sign = kind === 0 ? 0 : 1
  const paymentKind = choose(lookUp(model.paymentKind, paymentRegimes(context, sign)), random())
  const payment = paymentOf(model, context, { paymentKind, habits, random })
  if (kind === 0) return { balance: 0, payment }
  return { balance: owedBalance(model, context, { paymentKind, habits, random }), payment }
}

function owedBalance(
  model: AmountModel,
  context: MonthContext,
  { paymentKind, habits, random }: PaymentDraw,
): number {
  const { limit, balanceBefore } = context
  const kind = isFresh(balanceBefore, paymentKind) ? 'fresh' : 'drift'
  const level = random() < model.habit[kind] ? habits[kind] : random()
  const share = valueAt(lookUp(model[kind], balanceMoveRegimes(context)), level)
  const owed = kind === 'fresh' ? share * limit : balanceBefore + share * limit
  return Math.min(positive(owed), Math.round(1.25 * limit))
}

/** A credit balance stays, or comes about by paying more than is owed. */
function creditMonth(model: AmountModel, context: MonthContext, random: Random): Month {
  const { limit, balanceBefore } = context
  if (balanceBefore < 0 && random() < 0.7) return { balance: balanceBefore, payment: 0 }
  const balance = -positive(valueAt(model.credit, random()) * limit)
  return { balance, payment: balanceBefore > 0 ? balanceBefore - balance : 0 }
}

interface PaymentDraw {
  readonly paymentKind: number
  readonly habits: Habits
  readonly random: Random
}

function paymentOf(
  model: AmountModel,
  context: MonthContext,
  { paymentKind, habits, random }: PaymentDraw,
): number {
  const { balanceBefore, limit } = context
  if (paymentKind === 0) return 0
  if (balanceBefore <= 0) return positive(valueAt(model.prepaid, random()) * limit)
  if (paymentKind === 1) return balanceBefore
  const table = lookUp(paymentKind === 2 ? model.partial : model.over, partialRegimes(context))
  const level = random() < model.habit.partial ? habits.partial : random()
  return positive(valueAt(table, level) * balanceBefore)
}

function positive(amount: number): number {
  return Math.max(1, Math.round(amount))
}

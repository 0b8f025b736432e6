import type { Words } from './adviceUnderstood.ts'
import type { Card, Habit, Reading, Standing } from './livedAdvice.ts'

/** All that somebody might make of the words who means well. `random` is seeded. */
export function readingsOf(words: Words, card: Card, random: () => number): Reading[] {
  if (words.deed === 'payInFull') return inFull(words, card, random)
  if (words.deed === 'useLess') return usingLess(words, card, random)
  const same = asBefore(card, random)
  if (words.use === 'nothingElse') return same
  if (typeof words.use === 'object') {
    return [...same, ...inFull(words, card, random), ...payingOffTo(words.use, card)]
  }
  return [...same, ...payingOff(card), ...clearing(card)]
}

const average = (amounts: readonly number[]) =>
  amounts.length === 0 ? 0 : amounts.reduce((sum, amount) => sum + amount, 0) / amounts.length

/** The least that a bank would call a payment on time. */
const due = (bill: number, pays: number) => Math.max(pays, 0.03 * bill)

function boughtIn({ bills, paid }: Card): number[] {
  return bills
    .slice(0, -1)
    .map((bill, at) => Math.max(0, bill - (bills[at + 1] ?? 0) + (paid[at] ?? 0)))
}

/** Keeps the bill at a level. */
const keeping =
  (level: (month: number) => number, pays: (bill: number) => number): Habit =>
  ({ bill, month }) => {
    const payment = Math.min(bill, Math.max(due(bill, pays(bill)), bill - level(month)))
    return { pays: payment, buys: level(month) - (bill - payment) }
  }

function asBefore(card: Card, random: () => number): Reading[] {
  const { bills, paid } = card
  const bought = boughtIn(card)
  const now = bills[0] ?? 0
  const again = (amounts: readonly number[], month: number) =>
    amounts[amounts.length - 1 - ((month - 1) % amounts.length)] ?? 0
  const wobble = () => 0.9 + 0.2 * random()
  const usual = average(paid.slice(0, 3))
  return [
    {
      name: 'the same bill',
      habit: keeping(
        () => now,
        () => usual,
      ),
    },
    {
      name: 'the same bill, half a year of payments',
      habit: keeping(
        () => now,
        () => average(paid),
      ),
    },
    {
      name: 'the average bill',
      habit: keeping(
        () => average(bills),
        () => average(paid),
      ),
    },
    {
      name: 'the same months again',
      habit: ({ bill, month }) =>
        keeping(
          (at) => again(bills, at),
          () => again(paid, month),
        )({ bill, month }),
    },
    {
      name: 'about the same bill',
      habit: keeping(
        () => Math.min(now, now * wobble()),
        () => usual * wobble(),
      ),
    },
    ...[now, average(bills)].map((level) => ({
      name: `statements of ${level}, in full`,
      habit: ({ bill }: Standing) => ({ pays: bill, buys: level }),
    })),
    {
      name: 'the usual purchases, in full',
      habit: ({ bill }: Standing) => ({ pays: bill, buys: average(bought) }),
    },
    ...(paid.every((amount, at) => amount >= (bills[at + 1] ?? 0))
      ? [
          {
            name: 'in full as ever',
            habit: ({ bill, month }: Standing) => ({ pays: bill, buys: again(bought, month) }),
          },
        ]
      : []),
  ] // prettier-ignore
}

function payingOff({ bills, paid }: Card): Reading[] {
  const now = bills[0] ?? 0
  const usual = average(paid.slice(0, 3))
  return [6, 9, 12, 18].map((months) => ({
    name: `paid off in ${months} months`,
    habit: keeping(
      (month) => Math.max(0, now * (1 - month / months)),
      () => usual,
    ),
  })) // prettier-ignore
}

/** Pays back bit by bit what is owed, and goes on buying a little. */
function payingOffTo({ least, most }: Little, { bills }: Card): Reading[] {
  const now = bills[0] ?? 0
  return [least, most].flatMap((bought) =>
    [4, 8, 16].map((months) => ({
      name: `paid off in ${months} months, then ${bought}`,
      habit: ({ bill }: Standing) => ({
        pays: Math.max(due(bill, 0), now / months + bought),
        buys: bought,
      }),
    })),
  )
}

function clearing({ limit, bills }: Card): Reading[] {
  const now = bills[0] ?? 0
  return [
    ...[0.02, 0.125, 0.4].map((share) => ({
      name: `cleared, then ${share} of what was owed each month`,
      habit: ({ bill }: Standing) => ({ pays: bill, buys: share * now }),
    })),
    { name: 'cleared and not used again', habit: ({ bill }) => ({ pays: bill, buys: 0 }) },
    ...[0.01, 0.04, 0.1].map((share) => ({
      name: `cleared and used for ${share}`,
      habit: ({ bill }: Standing) => ({ pays: bill, buys: share * limit }),
    })),
  ]
}

function between(least: number, most: number, random: () => number): number {
  return least * (most / least) ** random()
}

function inFull({ use }: Words, card: Card, random: () => number): Reading[] {
  const bought = boughtIn(card)
  const now = average(bought)
  const buying = (name: string, buys: (month: number) => number): Reading => ({
    name: `in full, ${name}`,
    habit: ({ bill, month }) => ({ pays: bill, buys: buys(month) }),
  })
  if (typeof use === 'object')
    return littleBuying(use, random).map(({ name, buys }) => buying(name, buys))
  const same = [
    buying('the average', () => now),
    buying('the last', () => bought[0] ?? 0),
    buying(
      'the same again',
      (month) => bought[bought.length - 1 - ((month - 1) % bought.length)] ?? 0,
    ),
    buying('about the average', () => now * (0.9 + 0.2 * random())),
    buying('statements as today', () => card.bills[0] ?? 0),
    buying('statements as on average', () => average(card.bills)),
  ]
  if (use === 'asNow') return same
  const less = [0.25, 0.5, 0.75].map((part) => buying(`${part} of it`, () => part * now))
  return [
    ...same,
    ...less,
    ...clearing({ ...card, limit: Math.min(card.limit, card.bills[0] ?? 0) }),
    buying('no more', () => 0),
    buying('less by chance', () => now * random()),
  ]
}

interface Little {
  readonly least: number
  readonly most: number
}

function littleBuying({ least, most }: Little, random: () => number) {
  const mixed = Array.from({ length: 3 }, (_, at) => ({
    name: `a little, by chance ${at}`,
    buys: () => between(least, most, random),
  }))
  return [
    { name: 'the least', buys: () => least },
    { name: 'in the middle', buys: () => (least + most) / 2 },
    { name: 'the most', buys: () => most },
    ...mixed,
  ]
}

function usingLess({ use, atMost }: Words, card: Card, random: () => number): Reading[] {
  const usual = average(card.paid.slice(0, 3))
  const cap = Math.min(atMost, card.bills[0] ?? 0)
  if (typeof use === 'object') {
    return littleBuying(use, random).flatMap(({ name, buys }) => [
      { name: `${name}, in full`, habit: ({ bill }: Standing) => ({ pays: bill, buys: buys() }) },
      { name: `${name}, at the mark`, habit: buyingUnder(cap, { buys, pays: () => 0 }) },
      { name: `${name}, as usual`, habit: buyingUnder(cap, { buys, pays: () => usual }) },
      {
        ...{ name: `${name}, half of each bill`, leadIn: 0 },
        habit: buyingUnder(cap, { buys, pays: (bill: number) => bill / 2 }),
      },
    ])
  }
  const levels = [1, 0.8, 0.5, 0.25, random()].map((part) => part * cap)
  const kept = levels.flatMap((level, at) => [
    {
      name: `at level ${at}, paying as usual`,
      habit: keeping(
        () => level,
        () => usual,
      ),
    },
    {
      name: `at level ${at}, paying little`,
      habit: keeping(
        () => level,
        () => 0,
      ),
    },
    {
      name: `at level ${at}, in full`,
      habit: keeping(
        () => level,
        (bill) => bill,
      ),
    },
  ]) // prettier-ignore
  const slowly = keeping(
    (month) => (month < 3 ? (card.bills[0] ?? 0) : cap),
    () => usual,
  ) // prettier-ignore
  return [
    ...kept,
    { name: 'from the third month on', habit: slowly, leadIn: 2 },
    ...clearing(card).map((reading) => ({
      ...reading,
      habit: (standing: Standing) => {
        const { pays, buys } = reading.habit(standing)
        return { pays, buys: Math.min(buys, cap) }
      },
    })),
    ...payingOff(card).map(({ name, habit }) => ({
      name,
      habit: (standing: Standing) => {
        const { pays } = habit(standing)
        return { pays: Math.max(pays, standing.bill - cap), buys: 0 }
      },
    })),
  ]
}

interface Spending {
  readonly buys: () => number
  readonly pays: (bill: number) => number
}

/** Buys, and pays so much at least that the next bill stays below the mark. */
function buyingUnder(mark: number, { buys, pays }: Spending): Habit {
  return ({ bill }) => {
    const bought = buys()
    return { pays: Math.max(due(bill, pays(bill)), bill + bought - mark), buys: bought }
  }
}

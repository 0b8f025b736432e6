import type { Course } from './futures.ts'
import type { Account, MonthOfMoney } from './futuresAccount.ts'

interface Holding {
  /** Of the account: what every statement from then on says. */
  readonly level: (account: Account) => number
  /** Every statement is paid in full; else this much of it, at least the least payment. */
  readonly pays: 'inFull' | ((account: Account) => number)
  /** Months until the level is reached. */
  readonly within?: number
}

// Banks ask for a fiftieth to a tenth of the balance each month: the least that may be on time.
const leastShare = 0.02

/** Brings the balance to a level and keeps it there, buying as much again as is paid. */
export function holding({ level, pays, within = 1 }: Holding): Course {
  return (account, months) => {
    const goal = level(account)
    const isOver = (month: number) => month >= within
    const statement = (month: number) =>
      isOver(month)
        ? goal
        : Math.round(account.balance + ((goal - account.balance) * month) / within)
    return forMonths(account, months, (due, month) => {
      const balance = statement(month)
      const isInFull = pays === 'inFull' && isOver(month)
      const usual = typeof pays === 'function' ? pays(account) : leastShare * due
      const payment = isInFull ? due : atLeastDue(account, { due, month, payment: usual })
      return { balance, payment: Math.max(payment, due - balance) }
    })
  }
}

interface Spending {
  readonly buys: (account: Account) => number
  /** Towards what is due. */
  readonly pays: (due: number, account: Account) => number
  /** No statement says more. */
  readonly most: (account: Account) => number
}

/** Buys as much every month, and pays so that the balance never is above a mark: it may go on falling. */
export function spending({ buys, pays, most }: Spending): Course {
  return (account, months) =>
    forMonths(account, months, (due, month) => {
      const bought = Math.min(buys(account), most(account))
      const payment = atLeastDue(account, { due, month, payment: pays(due, account) })
      const paid = Math.min(due, Math.max(payment, due + bought - most(account)))
      return { balance: due - paid + bought, payment: paid }
    })
}

/** The last months over again, with the payments that were missed made; as the source called each month, or as its amounts say. */
export function repeating({ asCalled }: { readonly asCalled: boolean }): Course {
  return (account, months) => {
    const { past } = account
    if (past.length === 0) return stayingAsItIs(account, months)
    return forMonths(account, months, (due, month) => {
      const { balance, payment, usage } = past.at(-1 - ((month - 1) % past.length)) as MonthOfMoney
      // What a balance fell by was paid, whatever the source says of payments.
      const paid = Math.max(atLeastDue(account, { due, month, payment }), due - balance)
      return { balance, payment: paid, ...(asCalled && usage ? { usage } : {}) }
    })
  }
}

/** Pays every statement in full, and buys so much in each month, counted from 1. */
export function buyingInFull(bought: (account: Account, month: number) => number): Course {
  return (account, months) =>
    forMonths(account, months, (due, month) => ({ balance: bought(account, month), payment: due }))
}

/** The purchases of the last months over again, each statement paid in full. */
export const repeatingPurchases: Course = buyingInFull(
  ({ purchases }, month) => purchases.at(-1 - ((month - 1) % purchases.length)) ?? 0,
)

const stayingAsItIs = holding({
  level: ({ balance }) => balance,
  pays: ({ usualPayment }) => usualPayment,
})

type Month = (due: number, month: number) => MonthOfMoney

/** Months count from 1; `due` is the statement of the month before. */
function forMonths({ balance }: Account, months: number, of: Month): MonthOfMoney[] {
  const ahead: MonthOfMoney[] = []
  for (let due = balance; ahead.length < months; due = (ahead.at(-1) as MonthOfMoney).balance) {
    ahead.push(of(due, ahead.length + 1))
  }
  return ahead
}

interface Due {
  readonly due: number
  readonly month: number
  readonly payment: number
}

/** Nobody pays on time with less than is asked for; what is overdue comes first. */
function atLeastDue({ overdue, isLate }: Account, { due, month, payment }: Due): number {
  const arrears = isLate && month === 1 ? (overdue ?? 0) : 0
  return Math.min(due, Math.max(Math.round(payment), Math.ceil(leastShare * due), arrears))
}

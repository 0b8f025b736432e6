import { viewMonths } from '../tradelineView.ts'

const named: Readonly<Record<string, number>> = {
  daysLateNow: 1,
  utilisationNow: 1,
  paymentNow: 1,
  monthsSinceLate: viewMonths,
  monthsSinceLate30Days: viewMonths,
}

/** How many of the newest months a feature looks at, as its name says (`monthsLate6m`); all of them where it names none. */
export function monthsSeenBy(feature: string): number {
  const window = /(\d+)m$/.exec(feature)?.[1]
  return named[feature] ?? (window === undefined ? viewMonths : Number(window))
}

/** Whether a late month moves it. */
export function seesLateness(feature: string): boolean {
  return /late|orderly/i.test(feature)
}

import type { ModelArtefact } from '../artefact.ts'
import { parseCard } from '../families/scorecardFamily.ts'
import { featureNames } from '../featureCatalogue.ts'
import { monthName, monthNumber } from '../months.ts'
import { type FileFacts, monthsBetween } from './facts.ts'
import { monthsSeenBy, seesLateness } from './featureWindows.ts'
import type { LateMonth } from './lateMonths.ts'
import { monthsWords } from './monthWords.ts'

/** A late month and the month that the records must have reached for it to count no more. */
export interface Ageing {
  readonly month: string
  readonly stopsCounting: string
}

type Parts = Pick<ModelArtefact, 'family' | 'params' | 'positiveOnly'>

/** How many months a model looks back for late payments that may cost points; 0 where none may. */
export function lookBackOf({ family, params, positiveOnly }: Parts): number {
  const isHarmless = new Set(positiveOnly.flatMap(({ features }) => features))
  const used =
    family === 'scorecard' ? parseCard(params).features.map(({ name }) => name) : featureNames
  const costly = used.filter((name) => seesLateness(name) && !isHarmless.has(name))
  return Math.max(0, ...costly.map(monthsSeenBy))
}

/** The facts without the late months that the model looks back to no more. */
export function stillCounting(facts: FileFacts, lookBack: number): FileFacts {
  const late = facts.late.filter((month) => !month.isCounted || !isPast(month, facts, lookBack))
  return { ...facts, late }
}

function isPast({ month }: LateMonth, { lastMonth }: FileFacts, lookBack: number): boolean {
  return monthsBetween(month, lastMonth) >= lookBack
}

/** What was late and counts no more; null where nothing was. */
export function pastSentence(facts: FileFacts, lookBack: number): string | null {
  const past = facts.late.filter((month) => month.isCounted && isPast(month, facts, lookBack))
  if (past.length === 0) return null
  const months = monthsWords(past.map(({ month }) => month))
  return `Late payments in ${months} do not lower this score any more.`
}

/** Oldest first, each month once, of those that this model still counts. */
export function ageingOf(facts: FileFacts, lookBack: number): Ageing[] {
  const counted = stillCounting(facts, lookBack).late.filter(({ isCounted }) => isCounted)
  return [...new Set(counted.map(({ month }) => month))].sort().map((month) => ({
    month,
    stopsCounting: monthName(monthNumber(month) + lookBack),
  }))
}

import type { ModelArtefact } from '../artefact.ts'
import { parseCard } from '../families/scorecardFamily.ts'
import { featureNames } from '../featureCatalogue.ts'
import { monthName, monthNumber } from '../months.ts'
import type { FileFacts } from './facts.ts'
import { monthsBetween } from './facts.ts'
import { monthsSeenBy, seesLateness } from './featureWindows.ts'
import { monthWords, runsOf, runWords } from './monthWords.ts'

/** A late month and the month that the records must have reached for it to count no more. */
export interface Ageing {
  readonly month: string
  readonly stopsCounting: string
}

/** How many months a model looks back for late payments; 0 where it looks for none. */
export function lookBackOf({ family, params }: Pick<ModelArtefact, 'family' | 'params'>): number {
  const used =
    family === 'scorecard' ? parseCard(params).features.map(({ name }) => name) : featureNames
  return Math.max(0, ...used.filter(seesLateness).map(monthsSeenBy))
}

/** Oldest first, each month once, of those that this model still counts. */
export function ageingOf({ late, lastMonth }: FileFacts, lookBack: number): Ageing[] {
  const counted = late.filter(
    ({ isCounted, month }) => isCounted && monthsBetween(month, lastMonth) < lookBack,
  )
  return [...new Set(counted.map(({ month }) => month))].sort().map((month) => ({
    month,
    stopsCounting: monthName(monthNumber(month) + lookBack),
  }))
}

export function ageingSentences(ageing: readonly Ageing[]): string[] {
  const stops = new Map(ageing.map(({ month, stopsCounting }) => [month, stopsCounting]))
  return runsOf([...stops.keys()]).map((run) => {
    const first = monthWords(stops.get(run.from) as string)
    if (run.from === run.to) return `${runWords(run)} counts until your records reach ${first}.`
    const last = monthWords(stops.get(run.to) as string)
    return `${runWords(run)} count until your records reach ${first} to ${last}, one month after the other.`
  })
}

import type { Ageing } from './ageing.ts'
import { monthsBetween } from './facts.ts'
import { monthWords } from './monthWords.ts'

/** Until when late months count: the rule, and the oldest as an example. Oldest first; none where none counts. */
export function countingSentences(ageing: readonly Ageing[]): string[] {
  const [oldest] = ageing
  if (oldest === undefined) return []
  const { month, stopsCounting } = oldest
  const stops = `${monthWords(month)} stops counting once your file has a record for ${monthWords(stopsCounting)}.`
  if (ageing.length === 1) return [stops]
  const span = spanWords(monthsBetween(month, stopsCounting))
  return [`Each late month counts for ${span}. For example, ${stops}`]
}

function spanWords(months: number): string {
  if (months === 24) return 'two years'
  return months === 12 ? 'one year' : `${months} months`
}

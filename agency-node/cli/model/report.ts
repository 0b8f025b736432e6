import { callAgency } from '../callAgency.ts'
import type { CommandContext, Report } from '../perform.ts'

/** The answer of an agency's command: as JSON, or in the words of `say`. */
export async function reportOf(
  context: CommandContext,
  call: Parameters<typeof callAgency>[1],
  say: (value: Record<string, unknown>) => string = (value) => JSON.stringify(value, null, 2),
): Promise<Report> {
  const value = await callAgency(context, call)
  return { value: { agency: call.agency, ...value }, text: say(value) }
}

/** What a command says of scoring after it. */
export function scoringText(scoring: unknown): string {
  const { modelId, isApproved, problem } = scoring as ScoringState // every model command gives it
  if (problem !== undefined && modelId === null) return `Nothing scores: ${problem}.`
  if (modelId === null) {
    return 'Nothing scores: no model is approved on chain (creditmesh model publish, then approve).'
  }
  return isApproved
    ? `The champion ${modelId} scores, approved by a second person.`
    : `The draft ${modelId} scores: this agency allows it as long as no model is approved.`
}

/** The model that scores, if any does. */
export function scoringModel(scoring: unknown): string | null {
  return (scoring as ScoringState).modelId // as above
}

/** That another model scores than before, where the newest draft takes over by itself; nothing where none does. */
export function takeoverText(before: unknown, scoring: unknown): string[] {
  const { modelId } = scoring as ScoringState // as above
  if (typeof before !== 'string' || modelId === null || before === modelId) return []
  return [
    `Until now ${before} scored; this one has taken its place, because the newest draft scores here.`,
    'model score --model HASH tries either; to settle on one, publish and approve it.',
  ]
}

interface ScoringState {
  readonly modelId: string | null
  readonly isApproved: boolean
  readonly problem?: string
}

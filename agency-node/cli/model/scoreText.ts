import type { Score } from '@creditmesh/sdk/wire/response.ts'
import type { Explanation } from '../../scoring/explanation.ts'
import type { ScoreResult } from '../../scoring/score.ts'

type Shown = Pick<ScoreResult, 'score' | 'reasonCodes'> & {
  readonly scoreId: string | null
} & Partial<Explanation>

/** A score for people: what the agency may read out to the person whom it is about. */
export function scoreText(agency: string, value: Record<string, unknown>): string {
  const shown = value as unknown as Shown // `model.score` gives it
  const { score, scoreId, reasonCodes } = shown
  if (score === null) {
    return ['No score.', ...reasonLines(reasonCodes), '', contest(agency)].join('\n')
  }
  const kept = scoreId === null ? 'A trial: nothing was kept.' : `Kept as ${scoreId}.`
  return [
    ...headLines(score, shown.cutOff),
    '',
    ...whyLines(agency, score, shown),
    '',
    ...adviceLines(shown.whatWouldChange),
    contest(agency),
    kept,
  ].join('\n')
}

function headLines(score: Score, cutOff: Explanation['cutOff'] | undefined): string[] {
  const { scoreValue, band, probabilityOfDefault, modelId } = score
  const percent = (probabilityOfDefault * 100).toFixed(1)
  const head = `Score ${scoreValue}, band ${band}; probability of default ${percent} % (model ${modelId.slice(0, 10)}…).`
  if (cutOff === undefined) return [head]
  const standing = cutOff.isReached ? 'reaches' : 'does not reach'
  return [
    head,
    `It ${standing} this model's cut-off, ${cutOff.score}. Bands tell the risk; the cut-off is where lending stops to pay.`,
  ]
}

function whyLines(agency: string, { computedAt, reasonCodes }: Score, shown: Shown): string[] {
  const date = new Date(computedAt * 1000).toISOString().slice(0, 10)
  const source = `the person's own file at ${agency}, as of ${date}.`
  const lateness = shown.showsLateness === false ? ['The file shows no late payment.'] : []
  if (reasonCodes.length === 0) {
    return [`No single point lowered the score much. It comes from ${source}`, ...lateness]
  }
  return [
    'These are the main points that lowered the score, the strongest first.',
    `They come from ${source}`,
    ...lateness,
    ...reasonLines(reasonCodes),
  ]
}

function reasonLines(reasons: Score['reasonCodes']): string[] {
  return reasons.map(({ code, text }) => `  ${code} ${text}`)
}

function adviceLines(advice: Explanation['whatWouldChange'] | undefined): string[] {
  if (!advice) return []
  const plans = advice.plans.map(({ text }) => `  - ${text}`)
  return ['What would change it?', `  ${advice.text}`, ...plans, '']
}

function contest(agency: string): string {
  return `Is something wrong? The person may see the whole file and ask for a correction at ${agency}; disputes on chain are not built yet.`
}

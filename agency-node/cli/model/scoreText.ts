import type { Score } from '@creditmesh/sdk/wire/response.ts'
import type { AgencyContact } from '../../config.ts'
import { dayWords, monthWords } from '../../scoring/explain/monthWords.ts'
import type { Explanation } from '../../scoring/explanation.ts'
import type { ScoreResult } from '../../scoring/score.ts'

/** What `model.score` gives; the explanation only where there is a score. */
export interface ShownScore extends Partial<Explanation> {
  readonly score: Score | null
  readonly scoreId: string | null
  readonly reasonCodes: ScoreResult['reasonCodes']
  /** Whole seconds. */
  readonly calculatedAt: number
  readonly askAt: { readonly agency: string; readonly contact: AgencyContact | null }
}

/** A score as the agency's operator reads it. What the person is handed is the letter. */
export function scoreText(shown: ShownScore): string {
  const { score, scoreId } = shown
  if (score === null) {
    const why = shown.reasonCodes.map(({ code, text }) => `  ${code} ${text}`)
    return ['No score.', ...why, '', handOver].join('\n')
  }
  const kept = scoreId === null ? 'A trial: nothing was kept.' : `Kept as ${scoreId}.`
  return [
    ...headLines(score),
    ...cutOffLines(shown),
    datesLine(shown),
    '',
    ...reasonLines(shown),
    '',
    ...adviceLines(shown),
    handOver,
    kept,
  ].join('\n')
}

const handOver =
  'A lender that buys the score reads its codes in general words, no month and no amount. For the person: --letter.'

function headLines({ scoreValue, band, probabilityOfDefault, modelId }: Score): string[] {
  const percent = percentWords(probabilityOfDefault)
  return [
    `Score ${scoreValue}, band ${band}; probability of default ${percent} (model ${modelId.slice(0, 10)}…).`,
  ]
}

function cutOffLines({ cutOff }: ShownScore): string[] {
  if (cutOff === undefined) return []
  const { score, fraction, parameters, isReached } = cutOff
  const { p0, p1, roi } = parameters
  return [
    `${isReached ? 'At or above' : 'Below'} the line of ${score}, the cut-off. Of those whom the model learnt from, ${percentWords(fraction)} are below it.`,
    `Lending to everybody from the line up earns most, if a repaid loan earns ${percentWords(roi)} of what was lent and if, of the`,
    `loans that default, ${percentWords(p0)} lose nothing, ${percentWords(p1)} lose everything, and the others any part in between. That`,
    'is no promise of repayment. The lender decides, and may draw another line. The band tells the probability of',
    'default alone.',
  ]
}

/** Up to when the records go, and when the score was computed: two different days. */
function datesLine({ file, calculatedAt }: ShownScore): string {
  const day = dayWords(calculatedAt)
  if (!file) return `Calculated on ${day}.`
  return `Records up to ${monthWords(file.facts.lastMonth)}; calculated on ${day}.`
}

function reasonLines({ file, reasonCodes }: ShownScore): string[] {
  const reasons = file?.reasons ?? reasonCodes.map(({ code, text }) => ({ codes: [code], text }))
  const head =
    reasons.length === 0
      ? 'No single point lowered the score much.'
      : 'What lowered the score, the strongest first, in words for the person:'
  const lines = reasons.map(({ codes, text }) => `  ${codes.join(', ')}: ${text}`)
  if (!file) return [head, ...lines]
  const { punctuality, notCounted, ageing } = file
  const quiet = punctuality === null ? [] : [punctuality]
  return [head, ...lines, ...[...quiet, ...notCounted, ...ageing].map((text) => `  ${text}`)]
}

function adviceLines({ whatWouldChange: advice }: ShownScore): string[] {
  if (!advice) return []
  const plans = advice.plans.map(({ text }) => `  - ${text}`)
  return ['What would change it?', `  ${advice.text}`, ...plans, '']
}

function percentWords(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}

import { nextBand } from '../analysis/duties/nextBand.ts'
import { type Plan, whatWouldChange } from '../analysis/duties/whatWouldChange.ts'
import type { Cell } from '../analysis/scorecard/binning.ts'
import type { ModelArtefact } from './artefact.ts'
import { featureNames } from './featureCatalogue.ts'
import type { LoadedModel } from './loadModel.ts'
import { type AdvisedStep, isLateNow, onTime, safeSteps } from './safeSteps.ts'

/** What would change a score, for the person: as data, and in words. */
export interface Advice {
  readonly outcome: 'plans' | 'none_needed' | 'out_of_reach' | 'nothing_safe'
  /** The cut-off for who is below it, else where the next band begins; null in the best band. */
  readonly target: { readonly score: number; readonly name: string } | null
  /** The best first. */
  readonly plans: readonly AdvisedPlan[]
  readonly text: string
}

export interface AdvisedPlan {
  readonly steps: readonly {
    readonly name: string
    readonly months: number
    readonly text: string
  }[]
  readonly months: number
  readonly score: number
  readonly text: string
}

/** Of the inputs of a score, in the order of the feature set: pure, so that a kept score can be advised upon years later. */
export function adviceOf({ artefact, model }: LoadedModel, values: readonly Cell[]): Advice {
  const { score } = model.judge(values)
  const target = targetOf(artefact, score)
  if (target === null) {
    return { outcome: 'none_needed', target, plans: [], text: 'This score is in the best band.' }
  }
  const protectedNames = artefact.positiveOnly.flatMap(({ features }) => features)
  const { plans, reachable } = whatWouldChange(scoresBy(model), values, {
    target: target.score,
    steps: safeSteps(values),
    // Nothing else is good advice to who is overdue.
    required: isLateNow(values) ? onTime : undefined,
    untouched: protectedNames.map((name) => featureNames.indexOf(name)),
  })
  if (plans.length > 0) {
    const text = `To reach ${target.score} (${target.name}):`
    return { outcome: 'plans', target, plans: plans.map(inWords), text }
  }
  if (reachable <= score) return { outcome: 'nothing_safe', target, plans: [], text: nothingSafe }
  const text = `No single step would lift your score to ${target.score} today. Time and payments made on time help most.`
  return { outcome: 'out_of_reach', target, plans: [], text }
}

const nothingSafe =
  'Nothing that we could suggest is good for you. Do not borrow only to raise a score.'

function targetOf({ cutOff, bands }: ModelArtefact, score: number): Advice['target'] {
  if (score < cutOff.score) return { score: cutOff.score, name: 'the cut-off' }
  const band = nextBand(bands, score)
  return band && { score: band.leastScore, name: `band ${band.name}` }
}

function scoresBy(model: LoadedModel['model']) {
  return (people: readonly (readonly Cell[])[]) => {
    const columns = featureNames.map((_, at) =>
      Float64Array.from(people, (values) => values[at] ?? Number.NaN),
    )
    return model.scoreRows(
      columns,
      Uint32Array.from(people, (_, row) => row),
    )
  }
}

function inWords({ steps, months, score }: Plan<AdvisedStep>): AdvisedPlan {
  const told = steps.map(({ name, months, text }) => ({ name, months, text }))
  const promise = `If your file shows this, and nothing else changes, your score would be about ${score}. This is no promise of credit.`
  const text = [...told.map((step) => step.text), `This takes ${months} months.`, promise].join(' ')
  return { steps: told, months, score, text }
}

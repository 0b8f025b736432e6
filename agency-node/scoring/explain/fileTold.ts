import type { UcrRecord } from '@creditmesh/sdk/wire/records/record.ts'
import type { Judgement } from '../families/riskModel.ts'
import type { FeatureContext } from '../features.ts'
import type { LoadedModel } from '../loadModel.ts'
import { ageingOf, lookBackOf, pastSentence, stillCounting } from './ageing.ts'
import { countingSentences } from './countingSentences.ts'
import { type FileFacts, factsOf } from './facts.ts'
import { notCountedSentences, punctualitySentence } from './latenessSentences.ts'
import { leftOutSentences } from './leftOut.ts'
import { type ReasonTold, reasonSentences } from './reasonSentences.ts'
import { unchangeableSentences } from './unchangeable.ts'

/** A score told in the months and amounts of the person's own file: for her and for the agency's operator, nobody else. */
export interface FileTold {
  /** The strongest first; without a fault that the file does not show. */
  readonly reasons: readonly ReasonTold[]
  /** That nothing was late; null where something was, or no month tells. */
  readonly punctuality: string | null
  /** What the file lists and the score leaves out. */
  readonly notCounted: readonly string[]
  /** Until when each late month counts, and which count no more. */
  readonly ageing: readonly string[]
  readonly unchangeable: readonly string[]
  readonly facts: FileFacts
}

interface Scored extends FeatureContext {
  readonly records: readonly UcrRecord[]
}

/** Null for a thin file. Pure: the same records at the same time are told in the same words. */
export function tellFile(
  { artefact }: LoadedModel,
  { reasons, losses }: Judgement,
  { records, ...context }: Scored,
): FileTold | null {
  const facts = factsOf(records, context)
  if (facts === null) return null
  const typical = new Map(
    artefact.references.features.map((feature) => [feature.name, feature.typical]),
  )
  const lookBack = lookBackOf(artefact)
  const ageing = ageingOf(facts, lookBack)
  const past = pastSentence(facts, lookBack)
  const told = reasonSentences(stillCounting(facts, lookBack), { reasons, losses, typical })
  return {
    reasons: told,
    punctuality: punctualitySentence(facts),
    notCounted: [...notCountedSentences(facts), ...leftOutSentences(records, facts)],
    ageing: [...countingSentences(ageing), ...(past === null ? [] : [past])],
    unchangeable: unchangeableSentences(facts, ageing.length > 0),
    facts,
  }
}

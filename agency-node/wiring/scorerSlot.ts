import type { UcrRecord } from '@creditmesh/sdk/wire/records/record.ts'
import type { Score } from '@creditmesh/sdk/wire/response.ts'
import type { ModelRegistry } from '../scoring/registry.ts'
import { createScorer, type ScoreFunction } from '../scoring/score.ts'

/** The model that scores now; replaced while the node runs when another becomes champion. */
export interface ScorerSlot {
  /** Null while the agency has no model, and for a file without a trade line. */
  score(records: readonly UcrRecord[], nowSec: number): Score | null
  canScore(): boolean
  reload(): Promise<void>
}

export async function openScorerSlot(models: ModelRegistry): Promise<ScorerSlot> {
  let scorer: ScoreFunction | null = null
  const reload = async () => {
    const champion = await models.champion()
    scorer = champion === null ? null : createScorer(champion)
  }
  await reload()
  return {
    score: (records, nowSec) => scorer?.(records, nowSec) ?? null,
    canScore: () => scorer !== null,
    reload,
  }
}

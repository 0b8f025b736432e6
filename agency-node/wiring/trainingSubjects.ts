import { toHex } from '@creditmesh/sdk/crypto/bytes.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { TrainingSubject } from '../scoring/trainingTable.ts'
import type { Store, StoredOutcomes } from '../store/store.ts'

/** People with records and an outcome, in the order of their tags: the same people give the same model. */
export async function* readTrainingSubjects(
  store: Store,
  outcomeName?: string,
): AsyncGenerator<TrainingSubject> {
  const labelled: {
    readonly order: string
    readonly tag: Uint8Array
    readonly outcome: Outcome
  }[] = []
  for await (const { tag, outcomes } of store.outcomes.entries()) {
    const outcome = chooseOutcome(outcomes, outcomeName)
    if (outcome !== undefined) labelled.push({ order: toHex(tag), tag, outcome })
  }
  labelled.sort((a, b) => (a.order < b.order ? -1 : 1))
  for (const { tag, outcome } of labelled) {
    const file = await store.vault.get(tag)
    const asOf = Date.parse(`${outcome.asOf}T00:00:00Z`) / 1000
    if (file !== null) yield { records: file.records, outcome: outcome.value, asOf }
  }
}

type Outcome = StoredOutcomes['outcomes'][string]

function chooseOutcome(outcomes: StoredOutcomes['outcomes'], name?: string): Outcome | undefined {
  const names = Object.keys(outcomes)
  if (name !== undefined || names.length === 0)
    return name === undefined ? undefined : outcomes[name]
  if (names.length === 1) return outcomes[names[0] ?? '']
  const detail = 'several outcomes are on file: name one'
  throw new MeshError('usage.invalid', { detail, details: { outcomes: names } })
}

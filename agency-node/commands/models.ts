import { toHex } from '@creditmesh/sdk/crypto/bytes.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { hex32 } from '@creditmesh/sdk/wire/fields.ts'
import { z } from 'zod'
import { command } from '../admin/command.ts'
import { summariseModel } from '../scoring/modelSummary.ts'
import { trainScorecard } from '../scoring/train.ts'
import type { TrainingSubject } from '../scoring/trainingTable.ts'
import type { AgencyServices } from '../services.ts'
import type { Store, StoredOutcomes } from '../store/store.ts'

/** Fits the scorecard on the people whose outcome is known here, and scores with it from then on. */
export const trainModel = command(
  z.strictObject({
    outcome: z.string().min(1).max(64).optional(),
    version: z.string().min(1).max(64).default('1'),
    undersampled: z.boolean().default(false),
    seed: z.string().min(1).max(64).default('model'),
  }),
  async ({ agency, models, scorer }: AgencyServices, args, { onProgress, signal }) => {
    const subjects = readTrainingSubjects(agency.store, args.outcome)
    const model = await trainScorecard(subjects, {
      labelDefinition: args.outcome ?? 'the only outcome on file',
      modelVersion: args.version,
      undersampled: args.undersampled,
      seed: { name: args.seed, split: 0 },
      onSubject: (count) => count % 1000 === 0 && onProgress({ subjects: count }),
      signal,
    })
    await models.add(model, Math.floor(Date.now() / 1000))
    await models.setStatus(model.id, 'champion')
    await scorer.reload()
    return summariseModel(model)
  },
)

export const showModel = command(
  z.strictObject({ id: hex32.optional() }),
  async ({ models }: AgencyServices, { id }) => {
    const model = id === undefined ? await models.champion() : await models.get(id)
    if (model === null) throw new MeshError('model.not_found')
    return summariseModel(model)
  },
)

/** People with records and an outcome, in the order of their tags: the same people give the same model. */
async function* readTrainingSubjects(
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

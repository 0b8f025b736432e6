import { z } from 'zod'
import { command } from '../../admin/command.ts'
import { modelFamilies } from '../../scoring/families/familyNames.ts'
import { fitInThread } from '../../scoring/fitInThread.ts'
import { summariseModel } from '../../scoring/modelSummary.ts'
import { trainModel } from '../../scoring/train.ts'
import type { AgencyServices } from '../../services.ts'
import { readTrainingSubjects } from '../../wiring/trainingSubjects.ts'

/**
 * Fits a model on the people whose outcome is known here, and keeps it as a draft. Whether it scores is another matter:
 * `scoring` says with what the agency scores after it, `scoredBefore` with what it did until then.
 */
export const trainDraft = command(
  z.strictObject({
    family: z.enum(modelFamilies).default('scorecard'),
    outcome: z.string().min(1).max(64).optional(),
    version: z.string().min(1).max(64).default('1'),
    undersampled: z.boolean().default(false),
    seed: z.string().min(1).max(64).default('model'),
    /** Features that may raise a score but never lower it, as one family. */
    positiveOnly: z.array(z.string()).max(64).default([]),
  }),
  async ({ agency, models, scorer }: AgencyServices, args, { onProgress, signal }) => {
    const { family, positiveOnly } = args
    const { modelId: scoredBefore } = await scorer.refresh()
    const model = await trainModel(readTrainingSubjects(agency.store, args.outcome), {
      ...{ family, fit: fitInThread, signal },
      product: agency.config.scoring.product,
      labelDefinition: args.outcome ?? 'the only outcome on file',
      modelVersion: args.version,
      undersampled: args.undersampled,
      seed: { name: args.seed, split: 0 },
      positiveOnly:
        positiveOnly.length === 0 ? [] : [{ name: 'positive-only', features: positiveOnly }], // prettier-ignore
      onSubject: (count) => count % 1000 === 0 && onProgress({ subjects: count }),
    })
    await models.add(model, Math.floor(Date.now() / 1000))
    return { ...summariseModel(model), scoredBefore, scoring: await scorer.refresh() }
  },
)

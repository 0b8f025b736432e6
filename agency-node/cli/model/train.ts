import { z } from 'zod'
import { localName } from '../../files/networkFile.ts'
import { modelFamilies } from '../../scoring/families/familyNames.ts'
import { list } from '../optionTypes.ts'
import type { CommandContext, Report } from '../perform.ts'
import { modelText } from './modelText.ts'
import { reportOf, scoringText, takeoverText } from './report.ts'

const shortText = z.string().min(1).max(64)

export const trainOptions = z.strictObject({
  agency: localName,
  family: z.enum(modelFamilies).default('scorecard'),
  outcome: shortText.optional(),
  modelVersion: shortText.default('1'),
  seed: shortText.default('model'),
  undersampled: z.boolean().default(false),
  positiveOnly: list(z.string()).optional(),
})

export function trainModel(
  { agency, modelVersion, outcome, positiveOnly, ...rest }: z.output<typeof trainOptions>,
  context: CommandContext,
): Promise<Report> {
  const args = {
    ...{ version: modelVersion, ...rest },
    ...(outcome && { outcome }),
    ...(positiveOnly && { positiveOnly }),
  }
  const call = { agency, command: 'model.train', args }
  return reportOf(context, call, ({ scoring, scoredBefore, ...summary }) =>
    [modelText(summary), scoringText(scoring), ...takeoverText(scoredBefore, scoring)].join('\n'),
  )
}

import { resolve } from 'node:path'
import type { Command } from 'commander'
import { z } from 'zod'
import { callFeatures, featureGroups } from '../../calls/features/callFeatures.ts'
import { featureLines, writeLines } from '../../calls/features/writeFeatures.ts'
import { list, wholeNumber } from '../optionTypes.ts'
import { type CommandContext, perform, type Report } from '../perform.ts'
import type { Session } from '../terminal.ts'
import {
  addFolderOptions,
  addFrameOptions,
  folderShape,
  frameOptionsOf,
  frameShape,
  openFolder,
} from './folderOptions.ts'

const hours = z
  .string()
  .regex(/^\d{1,2}-\d{1,2}$/, 'hours such as 8-20')
  .transform((text) => text.split('-').map(Number) as [number, number]) // the pattern has two

const featureOptions = z.strictObject({
  ...folderShape,
  ...frameShape,
  file: z.string().min(1),
  subjects: z.string().min(1),
  late: z.string().min(1).optional(),
  groups: list(z.enum(featureGroups)).optional(),
  dayHours: hours.optional(),
  folds: wholeNumber.optional(),
  seed: wholeNumber.optional(),
})

export function addCallsFeatures(calls: Command, session: Session): void {
  const features = calls
    .command('features <file>')
    .description(
      'Write the features that calls give of each subject, as CSV, or JSON Lines for .jsonl.',
    )
  addFrameOptions(addFolderOptions(features), true)
    .requiredOption('--subjects <file>', 'CSV with the columns number and, better, id')
    .option('--late <file>', 'CSV with the columns number and late: late payments of customers')
    .option('--groups <a,b>', 'of CB, LB, PR, SPA; all')
    .option('--day-hours <from-to>', 'hours that are day', '8-20')
    .option('--folds <n>', 'subjects are sources too, for the other folds alone')
    .option('--seed <n>', 'decides the folds', '1')
    .action(perform(session, featureOptions, writeFeatures))
}

async function writeFeatures(
  input: z.output<typeof featureOptions>,
  context: CommandContext,
): Promise<Report> {
  const path = resolve(input.file)
  const folder = await openFolder(input)
  try {
    const table = await callFeatures(folder, {
      ...frameOptionsOf(input),
      subjectsFile: resolve(input.subjects),
      ...(input.late !== undefined && { lateFile: resolve(input.late) }),
      ...(input.groups && { groups: input.groups }),
      ...(input.dayHours && { dayHours: input.dayHours }),
      ...(input.folds !== undefined && { folds: input.folds }),
      ...(input.seed !== undefined && { seed: input.seed }),
      onStep: context.progress,
    })
    await writeLines(path, featureLines(table, path.endsWith('.jsonl') ? 'jsonl' : 'csv'))
    const [inNetwork] = table.columns
    const found = inNetwork?.values.reduce((sum, value) => sum + value, 0) ?? 0
    const value = {
      path,
      subjects: table.ids.length,
      inNetwork: found,
      features: table.columns.length - 1,
    }
    return {
      value,
      text: `${value.features} features of ${value.subjects} subjects, ${found} of them in the network, are in ${path}`,
    }
  } finally {
    folder.tagger.wipe()
  }
}

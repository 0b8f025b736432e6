import { resolve } from 'node:path'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { z } from 'zod'
import { localName } from '../../files/networkFile.ts'
import { hexId } from '../optionTypes.ts'
import type { CommandContext, Report } from '../perform.ts'
import { personOptions, readPerson } from '../personOption.ts'
import { howToSetContact, letterText } from './letterText.ts'
import type { requiredModel } from './lifecycle.ts'
import { reportOf } from './report.ts'
import { type ShownScore, scoreText } from './scoreText.ts'

export const scoreOptions = z.strictObject({
  agency: localName,
  dryRun: z.boolean().default(false),
  model: hexId.optional(),
  all: z.string().min(1).optional(),
  letter: z.boolean().default(false),
  ...personOptions,
})

export async function scorePeople(
  { agency, dryRun, model, all, letter, ...person }: z.output<typeof scoreOptions>,
  context: CommandContext,
): Promise<Report> {
  const chosen = model === undefined ? {} : { model }
  if (all !== undefined && letter) {
    throw new MeshError('usage.invalid', { detail: '--letter is about one person, not --all' })
  }
  if (all !== undefined) {
    const args = { path: resolve(all), ...chosen }
    return reportOf(context, { agency, command: 'model.scoreAll', args })
  }
  const args = { identifier: await readPerson(person), dryRun, ...chosen }
  const report = await reportOf(context, { agency, command: 'model.score', args }, (value) => {
    const shown = value as unknown as ShownScore // `model.score` gives it
    return letter ? letterText(shown) : scoreText(shown)
  })
  const { askAt } = report.value as ShownScore // as above
  if (letter && askAt.contact === null) context.progress(howToSetContact)
  return report
}

export function replayScore(
  { agency, id }: z.output<typeof requiredModel>,
  context: CommandContext,
): Promise<Report> {
  return reportOf(context, { agency, command: 'model.replay', args: { id } })
}

import { z } from 'zod'
import { localName } from '../../files/networkFile.ts'
import { hexId } from '../optionTypes.ts'
import type { CommandContext, Report } from '../perform.ts'
import { modelListText, modelText } from './modelText.ts'
import { reportOf, scoringModel, scoringText } from './report.ts'

export const agencyOptions = z.strictObject({ agency: localName })
export const someModel = z.strictObject({ agency: localName, id: hexId.optional() })
export const requiredModel = z.strictObject({ agency: localName, id: hexId })
export const promoteOptions = z.strictObject({
  agency: localName,
  id: hexId,
  as: z.enum(['champion', 'challenger']).default('champion'),
})
export const compareOptions = z.strictObject({
  agency: localName,
  first: hexId,
  second: hexId,
  outcome: z.string().min(1).max(64).optional(),
})

export function listModels(
  { agency }: z.output<typeof agencyOptions>,
  context: CommandContext,
): Promise<Report> {
  const call = { agency, command: 'model.list', args: {} }
  return reportOf(context, call, ({ scoring, ...value }) =>
    [modelListText(value, scoringModel(scoring)), scoringText(scoring)].join('\n'),
  )
}

export function showModel(
  { agency, id }: z.output<typeof someModel>,
  context: CommandContext,
): Promise<Report> {
  const call = { agency, command: 'model.show', args: { ...(id && { id }) } }
  return reportOf(context, call, ({ scoring, ...value }) =>
    [modelText(value), scoringText(scoring)].join('\n'),
  )
}

export function compareModels(
  { agency, first, second, outcome }: z.output<typeof compareOptions>,
  context: CommandContext,
): Promise<Report> {
  const args = { ids: [first, second], ...(outcome && { outcome }) }
  return reportOf(context, { agency, command: 'model.compare', args })
}

export function publishModel(
  { agency, id }: z.output<typeof someModel>,
  context: CommandContext,
): Promise<Report> {
  const call = { agency, command: 'model.publish', args: { ...(id && { id }) } }
  return reportOf(context, call, ({ modelId, scoring }) =>
    [`Model ${modelId} is proposed; another person has to approve it.`, scoringText(scoring)].join(
      '\n',
    ),
  )
}

export function promoteModel(
  { agency, id, as }: z.output<typeof promoteOptions>,
  context: CommandContext,
): Promise<Report> {
  const call = { agency, command: 'model.promote', args: { id, as } }
  return reportOf(context, call, ({ scoring }) => scoringText(scoring))
}

export function retireModel(
  { agency, id }: z.output<typeof requiredModel>,
  context: CommandContext,
): Promise<Report> {
  const call = { agency, command: 'model.retire', args: { id } }
  return reportOf(context, call, ({ scoring }) => scoringText(scoring))
}

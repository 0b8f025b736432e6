import type { Command } from 'commander'
import { z } from 'zod'
import { localName } from '../../files/networkFile.ts'
import { callAgency } from '../callAgency.ts'
import { addEvaluateCommand } from '../model/addEvaluate.ts'
import { hexId } from '../optionTypes.ts'
import { type CommandContext, perform, type Report } from '../perform.ts'
import type { Session } from '../terminal.ts'

const shortText = z.string().min(1).max(64)
const trainOptions = z.strictObject({
  agency: localName,
  outcome: shortText.optional(),
  modelVersion: shortText.default('1'),
  seed: shortText.default('model'),
  undersampled: z.boolean().default(false),
})
const showOptions = z.strictObject({ agency: localName, id: hexId.optional() })

export function addModelCommands(program: Command, session: Session): void {
  const model = program.command('model').description('The scorecard of an agency.')
  model
    .command('train')
    .description('Fit it on the people whose outcome is on file, and score with it from now on.')
    .requiredOption('--agency <name>', 'whose records')
    .option('--outcome <name>', 'which outcome, where several are on file')
    .option('--model-version <text>', 'what answers call it')
    .option('--seed <text>', 'decides the split into development and validation')
    .option('--undersampled', 'the file holds more bads than the population')
    .action(perform(session, trainOptions, trainModel))
  model
    .command('show')
    .description('Its figures, bins and points.')
    .requiredOption('--agency <name>', 'whose model')
    .option('--id <hash>', 'another than the one in use')
    .action(
      perform(session, showOptions, ({ agency, id }, context) =>
        report(context, { agency, command: 'model.show', args: { ...(id && { id }) } }),
      ),
    )
  addEvaluateCommand(model, session)
}

function trainModel(
  { agency, outcome, modelVersion, seed, undersampled }: z.output<typeof trainOptions>,
  context: CommandContext,
): Promise<Report> {
  const args = { version: modelVersion, seed, undersampled, ...(outcome && { outcome }) }
  return report(context, { agency, command: 'model.train', args })
}

async function report(
  context: CommandContext,
  call: Parameters<typeof callAgency>[1],
): Promise<Report> {
  const value = await callAgency(context, call)
  return { value: { agency: call.agency, ...value }, text: JSON.stringify(value, null, 2) }
}

import { resolve } from 'node:path'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { Command } from 'commander'
import { z } from 'zod'
import { localName } from '../../files/networkFile.ts'
import { callAgency } from '../callAgency.ts'
import { generateRecords } from '../generateRecords.ts'
import { list, wholeNumber } from '../optionTypes.ts'
import { type CommandContext, perform, type Report } from '../perform.ts'
import { firstLineOf } from '../records/firstLine.ts'
import {
  formatHint,
  type ImportResult,
  importText,
  isUseless,
  problemsText,
} from '../records/importText.ts'
import type { Session } from '../terminal.ts'

const filePath = z.string().min(1)
const importOptions = z.strictObject({
  file: filePath,
  agency: localName,
  format: z.enum(['uci', 'ucr']).optional(),
  pack: z.enum(['CN', 'US', 'EU', 'RESEARCH']).default('RESEARCH'),
  dataset: z.string().min(1).optional(),
  strict: z.boolean().default(false),
  resume: z.boolean().default(true),
  partition: list(localName).optional(),
})
const generateOptions = z.strictObject({
  file: filePath,
  people: wholeNumber,
  seed: z.string().min(1),
  named: z.boolean().default(false),
})
const exportOptions = z.strictObject({ file: filePath, agency: localName })

export function addRecordsCommands(program: Command, session: Session): void {
  const records = program.command('records').description('Credit records of an agency.')
  records
    .command('import <file>')
    .description(
      'Read people into an agency’s store; a bad line is reported and stops nothing. Exit 1 if all are bad.',
    )
    .requiredOption('--agency <name>', 'whose store')
    .option('--format <name>', 'uci (the UCI credit-card file) or ucr (JSON Lines); by its ending')
    .option('--pack <name>', 'retention and notice rules: CN, US, EU or RESEARCH')
    .option('--dataset <name>', 'what a uci file really holds, such as synthetic; else uci-350')
    .option('--strict', 'stop at the first bad line')
    .option('--no-resume', 'begin anew, although an earlier import of this file broke off')
    .option('--partition <a,b,c>', 'only the people that a demonstration gives to this agency')
    .action(perform(session, importOptions, importRecords))
  records
    .command('export <file>')
    .description('Write every person of an agency’s store as JSON Lines in UCR.')
    .requiredOption('--agency <name>', 'whose store')
    .action(perform(session, exportOptions, exportRecords))
  records
    .command('generate <file>')
    .description('Write synthetic people in the shape of the UCI file; no row of it is copied.')
    .option('--people <n>', 'how many', '2000')
    .option('--seed <text>', 'the same seed gives the same people', 'creditmesh')
    .option('--named', 'as UCR JSON Lines, with names, telephones and identity numbers of nobody')
    .action(perform(session, generateOptions, generate))
}

function generate({
  file,
  people,
  seed,
  named,
}: z.output<typeof generateOptions>): Promise<Report> {
  const path = resolve(file)
  return generateRecords({ path, people, seed, named }).then(() => ({
    value: { path, people, seed, format: named ? 'ucr' : 'uci' },
    text: `${people} people who do not exist are in ${path}`,
  }))
}

async function importRecords(
  options: z.output<typeof importOptions>,
  context: CommandContext,
): Promise<Report> {
  const { agency, file, pack, strict, resume } = options
  const format = options.format ?? (file.endsWith('.csv') ? 'uci' : 'ucr')
  const value = await callAgency(context, {
    agency,
    command: 'records.import',
    args: {
      path: resolve(file),
      format,
      ...{ pack, strict, resume },
      ...(options.dataset !== undefined && { dataset: options.dataset }),
      ...(options.partition && { partition: partitionOf(options.partition, agency) }),
    },
  })
  const result = value as unknown as ImportResult // what `records.import` reports
  if (result.rejected > 0) context.progress(problemsText(result))
  const useless = isUseless(result)
  const hint = useless ? [formatHint(format, await firstLineOf(resolve(file)))] : []
  const lines = [importText(agency, result), ...hint]
  return { value: { agency, ...value }, text: lines.join('\n'), exitCode: useless ? 1 : 0 }
}

function partitionOf(agencies: readonly string[], self: string) {
  if (agencies.length === 3 && agencies.includes(self)) return { agencies, self }
  throw new MeshError('usage.invalid', {
    detail: '--partition names three agencies, the importing one among them',
  })
}

async function exportRecords(
  { file, agency }: z.output<typeof exportOptions>,
  context: CommandContext,
): Promise<Report> {
  const path = resolve(file)
  const value = await callAgency(context, { agency, command: 'records.export', args: { path } })
  return { value: { agency, ...value }, text: `${value.subjects} people written to ${path}` }
}

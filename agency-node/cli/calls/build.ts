import { basename, resolve } from 'node:path'
import type { Command } from 'commander'
import { z } from 'zod'
import { buildFrame } from '../../calls/frame/buildFrame.ts'
import { columnUses, type LayoutOptions } from '../../calls/reading/layoutOptions.ts'
import { type BuildReport, buildCalls } from '../../calls/store/buildCalls.ts'
import { readSecretFile } from '../../store/sealing/secretFile.ts'
import { type CommandContext, perform, type Report } from '../perform.ts'
import { showProgress } from '../showProgress.ts'
import type { Session } from '../terminal.ts'
import {
  addFolderOptions,
  addFrameOptions,
  folderShape,
  frameOptionsOf,
  frameShape,
  openFolder,
} from './folderOptions.ts'

const use = z.enum(columnUses)
const columns = z
  .string()
  .transform((text) => text.split(',').map((pair) => split(pair)))
  .pipe(z.array(z.tuple([use, z.string().min(1)])))
  .refine((pairs) => new Set(pairs.map(([each]) => each)).size === pairs.length, 'one use twice')
  .transform((pairs) => Object.fromEntries(pairs))
const utcOffset = z
  .string()
  .regex(/^[+-]\d{2}:[0-5]\d$/, 'a lead over UTC such as -03:00')
  .transform((text) => {
    const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(4))
    return text.startsWith('-') ? -minutes : minutes
  })

const buildOptions = z.strictObject({
  ...folderShape,
  ...frameShape,
  frame: frameShape.frame.optional(),
  files: z.array(z.string().min(1)).min(1),
  format: z.enum(['csv', 'jsonl']).optional(),
  columns: columns.optional(),
  delimiter: z.string().optional(),
  header: z.boolean().default(true),
  epoch: z.string().optional(),
  utcOffset: utcOffset.optional(),
  missed: z
    .string()
    .regex(/^-\d{1,6}$/, 'a negative number of seconds')
    .transform(Number)
    .optional(),
  acceptUnterminated: z.boolean().default(false),
  strict: z.boolean().default(false),
})
type BuildInput = z.output<typeof buildOptions>

function split(pair: string): [string, string] {
  const at = pair.indexOf('=')
  return [pair.slice(0, Math.max(0, at)), pair.slice(at + 1)]
}

export function addCallsBuild(calls: Command, session: Session): void {
  const build = calls
    .command('build <files...>')
    .description(
      'Add files of calls (CSV or JSON Lines) to a folder that holds no telephone number.',
    )
  addFrameOptions(addFolderOptions(build), false)
    .option('--format <name>', 'csv or jsonl; by each file’s ending')
    .option(
      '--columns <use=name,...>',
      'which column is start (or date and time), duration, from, to',
    )
    .option('--delimiter <sign>', 'between columns; a comma')
    .option('--no-header', 'columns are named by position, from 1')
    .option('--epoch <day>', 'the day yyyy-mm-dd at whose midnight counted seconds begin')
    .option(
      '--utc-offset <lead>',
      'of the local clock, such as -03:00, for zoned times and counted seconds',
    )
    .option(
      '--missed <duration>',
      'the negative duration that means that nobody answered, such as -1',
    )
    .option('--accept-unterminated', 'take a last line without a line feed for whole')
    .option('--strict', 'stop at the first bad line')
    .action(perform(session, buildOptions, buildFolder))
}

async function buildFolder(input: BuildInput, context: CommandContext): Promise<Report> {
  const display = showProgress(context, 'calls build')
  const key = await readSecretFile(input.keyFile)
  try {
    const report = await buildCalls(
      resolve(input.calls),
      input.files.map((file) => resolve(file)),
      {
        ...layoutOptions(input),
        key,
        strict: input.strict,
        ...(input.memory !== undefined && { memoryBytes: input.memory }),
        onProgress: ({ file, bytes, totalBytes }) =>
          display.onProgress({ bytes, totalBytes, of: basename(file) }),
      },
    )
    const frame = await frameOf(input)
    return { value: { ...report, ...(frame && { frame }) }, text: inWords(report, frame) }
  } finally {
    key.fill(0)
    display.end()
  }
}

function layoutOptions(input: BuildInput): LayoutOptions {
  const { format, columns: named, delimiter, epoch, utcOffset: lead, missed } = input
  return {
    ...{ hasHeader: input.header, acceptsUnterminated: input.acceptUnterminated },
    ...(format && { format }),
    ...(named && { columns: named as LayoutOptions['columns'] & object }), // pairs that are absent are absent
    ...(delimiter !== undefined && { delimiter }),
    ...(epoch !== undefined && { epoch }),
    ...(lead !== undefined && { utcOffsetMinutes: lead }),
    ...(missed !== undefined && { missedDuration: missed }),
  }
}

async function frameOf({ frame, ...input }: BuildInput) {
  if (frame === undefined) return undefined
  const { nodes, keptCalls, links } = await buildFrame(
    await openFolder(input),
    frameOptionsOf({ ...input, frame }),
  )
  return { month: frame, nodes, keptCalls, links }
}

function inWords(
  { files, added, duplicates, calls, numbers, numbersAdded }: BuildReport,
  frame: Awaited<ReturnType<typeof frameOf>>,
): string {
  const rejected = files
    .flatMap((file) => Object.values(file.rejected))
    .reduce((sum, n) => sum + n, 0)
  const missed = files.reduce((sum, file) => sum + file.missed, 0)
  const listed = files.flatMap(({ file, firstRejects }) =>
    firstRejects
      .slice(0, 5)
      .map(({ line, reason }) => `  ${basename(file)}, line ${line}: ${reason}`),
  )
  return [
    `${added} calls of ${numbersAdded} new numbers added; ${duplicates} were there, ${missed} missed, ${rejected} lines rejected.`,
    ...listed,
    `The folder holds ${calls} calls of ${numbers} numbers.`,
    ...(frame
      ? [
          `Network before ${frame.month}: ${frame.nodes} people, ${frame.links.UD / 2} pairs, ${frame.keptCalls} calls.`,
        ]
      : []),
  ].join('\n')
}

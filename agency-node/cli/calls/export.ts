import { resolve } from 'node:path'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { Command } from 'commander'
import { z } from 'zod'
import { edgeLines } from '../../calls/features/edgeList.ts'
import { egoDocument } from '../../calls/features/egoDocument.ts'
import { writeLines } from '../../calls/features/writeFeatures.ts'
import { openFrame } from '../../calls/frame/buildFrame.ts'
import type { Frame } from '../../calls/frame/frameFiles.ts'
import type { NumberTagger } from '../../calls/store/numberTagger.ts'
import { wholeNumber } from '../optionTypes.ts'
import { perform, type Report } from '../perform.ts'
import type { Session } from '../terminal.ts'
import {
  addFolderOptions,
  addFrameOptions,
  folderShape,
  frameOptionsOf,
  frameShape,
  openFolder,
} from './folderOptions.ts'

const exportOptions = z.strictObject({
  ...folderShape,
  ...frameShape,
  file: z.string().regex(/\.(csv|gexf)$/, 'a file that ends in .csv (all links) or .gexf (--ego)'),
  direction: z.enum(['IN', 'OUT', 'UD']).default('OUT'),
  ego: z.string().min(1).optional(),
  radius: wholeNumber.optional(),
  maxNodes: wholeNumber.optional(),
})
type ExportInput = z.output<typeof exportOptions>

export function addCallsExport(calls: Command, session: Session): void {
  const command = calls
    .command('export <file>')
    .description('Write a network: .csv lists all links, .gexf shows one person’s surroundings.')
  addFrameOptions(addFolderOptions(command), true)
    .option('--direction <name>', 'of the list: IN, OUT or UD (each pair once)')
    .option(
      '--ego <file>',
      'CSV with the column number, whose first row is the person in the middle',
    )
    .option('--radius <n>', 'calls between her and the others', '1')
    .option('--max-nodes <n>', 'people at most, the nearest first', '200')
    .action(perform(session, exportOptions, exportNetwork))
}

async function exportNetwork(input: ExportInput): Promise<Report> {
  const folder = await openFolder(input)
  try {
    const frame = await openFrame(folder, frameOptionsOf(input))
    return input.file.endsWith('.csv')
      ? await exportLinks(frame, input)
      : await exportEgo(frame, folder.tagger, input)
  } finally {
    folder.tagger.wipe()
  }
}

async function exportLinks(frame: Frame, { file, direction }: ExportInput): Promise<Report> {
  const path = resolve(file)
  await writeLines(path, edgeLines(frame, direction))
  const { nodes, links } = frame.facts
  const value = { path, nodes, links: links[direction] / (direction === 'UD' ? 2 : 1) }
  return { value, text: `${value.links} links of ${nodes} people are in ${path}` }
}

async function exportEgo(frame: Frame, tagger: NumberTagger, input: ExportInput): Promise<Report> {
  const path = resolve(input.file)
  if (input.ego === undefined) {
    throw new MeshError('usage.invalid', {
      detail: '--ego names the file of the person in the middle',
    })
  }
  const { gexf, ...value } = await egoDocument(frame, tagger, {
    egoFile: resolve(input.ego),
    ...(input.radius !== undefined && { radius: input.radius }),
    ...(input.maxNodes !== undefined && { maxNodes: input.maxNodes }),
  })
  await writeLines(path, [gexf])
  const cut = value.isCut ? ', the nearest of more' : ''
  return { value: { path, ...value }, text: `${value.people} people${cut} are in ${path}` }
}

import { resolve } from 'node:path'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { Command } from 'commander'
import { z } from 'zod'
import { edgeLines } from '../../calls/features/edgeList.ts'
import { writeLines } from '../../calls/features/writeFeatures.ts'
import { openFrame } from '../../calls/frame/buildFrame.ts'
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
  file: z.string().min(1),
  direction: z.enum(['IN', 'OUT', 'UD']).default('OUT'),
})

export function addCallsExport(calls: Command, session: Session): void {
  const command = calls
    .command('export <file>')
    .description('Write a network as a CSV list of links, people by their keyed hashes.')
  addFrameOptions(addFolderOptions(command), true)
    .option('--direction <name>', 'IN, OUT or UD (each pair once)')
    .action(perform(session, exportOptions, exportNetwork))
}

async function exportNetwork(input: z.output<typeof exportOptions>): Promise<Report> {
  const path = resolve(input.file)
  if (!path.endsWith('.csv'))
    throw new MeshError('usage.invalid', { detail: 'the file ends in .csv' })
  const folder = await openFolder(input)
  try {
    const frame = await openFrame(folder, frameOptionsOf(input))
    await writeLines(path, edgeLines(frame, input.direction))
    const { nodes, links } = frame.facts
    const value = {
      path,
      nodes,
      links: links[input.direction] / (input.direction === 'UD' ? 2 : 1),
    }
    return { value, text: `${value.links} links of ${nodes} people are in ${path}` }
  } finally {
    folder.tagger.wipe()
  }
}

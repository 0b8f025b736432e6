import { existsSync } from 'node:fs'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { agencyFiles } from '../agencyFolder.ts'
import { runAgencyCommand } from '../commands/table.ts'
import { stateFolderAt } from '../files/stateFolder.ts'
import type { CommandContext } from './perform.ts'
import { showProgress } from './showProgress.ts'

interface AgencyCall {
  readonly agency: string
  readonly command: string
  readonly args: unknown
}

/** Runs a command on an agency's store: in the running node, or here while none runs. */
export async function callAgency(
  context: CommandContext,
  { agency, command, args }: AgencyCall,
): Promise<Record<string, unknown>> {
  const folder = stateFolderAt(context.dir).agency(agency)
  if (!existsSync(agencyFiles(folder).config)) {
    throw new MeshError('file.not_found', {
      detail: `there is no agency "${agency}" in this folder`,
    })
  }
  const { onProgress, end } = showProgress(context, command)
  try {
    const { signal } = new AbortController()
    const result = await runAgencyCommand(folder, { name: command, args, onProgress, signal })
    return result as Record<string, unknown> // every agency command gives an object
  } finally {
    end()
  }
}

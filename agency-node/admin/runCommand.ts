import { MeshError } from '@creditmesh/sdk/errors.ts'
import { type AdminCall, callOver } from './callAdmin.ts'
import type { CommandTable } from './command.ts'
import { connectAdmin } from './connectAdmin.ts'
import { execute } from './execute.ts'
import { adminSocketPath } from './socketPath.ts'

/** What a command works with when no node runs: made for it alone, closed after it. */
export interface OfflineContext<Context> {
  readonly context: Context
  close(): Promise<void>
}

export interface CommandSite<Context> {
  readonly dir: string
  readonly commands: CommandTable<Context>
  /** Opens the store of `dir`. Throws `store.locked` when a node owns it. */
  readonly openOffline: () => Promise<OfflineContext<Context>>
}

/** Runs a command where the store is: in the node that has it open, or here if none has. */
export async function runCommand<Context>(
  { dir, commands, openOffline }: CommandSite<Context>,
  call: AdminCall,
): Promise<unknown> {
  const socket = await connectAdmin(adminSocketPath(dir))
  if (socket !== null) return callOver(socket, call)
  const opened = await openUnlessServed(dir, openOffline)
  if ('node' in opened) return callOver(opened.node, call)
  try {
    return await execute(commands, opened.context, call)
  } finally {
    await opened.close()
  }
}

/** A node that started just now owns the store, and then answers. */
async function openUnlessServed<Context>(
  dir: string,
  openOffline: CommandSite<Context>['openOffline'],
) {
  try {
    return await openOffline()
  } catch (error) {
    if (!(error instanceof MeshError) || error.code !== 'store.locked') throw error
    const node = await connectAdmin(adminSocketPath(dir))
    if (node === null) throw error
    return { node }
  }
}

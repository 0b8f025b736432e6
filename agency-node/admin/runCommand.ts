import { setTimeout as wait } from 'node:timers/promises'
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
  /** How long to wait for a node that owns the store and does not answer yet; 10 seconds if absent. */
  readonly patienceMs?: number
}

/** Runs a command where the store is: in the node that has it open, or here if none has. */
export async function runCommand<Context>(
  site: CommandSite<Context>,
  call: AdminCall,
): Promise<unknown> {
  const socket = await connectAdmin(adminSocketPath(site.dir))
  if (socket !== null) return callOver(socket, call)
  const opened = await openUnlessServed(site)
  if ('node' in opened) return callOver(opened.node, call)
  try {
    return await execute(site.commands, opened.context, call)
  } finally {
    await opened.close()
  }
}

const usualPatienceMs = 10_000
const retryMs = 50

/** A node that is starting owns the store before it answers, and another command gives it back when it is done. */
async function openUnlessServed<Context>({
  dir,
  openOffline,
  patienceMs = usualPatienceMs,
}: CommandSite<Context>) {
  const deadline = Date.now() + patienceMs
  for (;;) {
    try {
      return await openOffline()
    } catch (error) {
      if (!(error instanceof MeshError) || error.code !== 'store.locked') throw error
      const node = await connectAdmin(adminSocketPath(dir))
      if (node !== null) return { node }
      if (Date.now() >= deadline) throw error
    }
    await wait(retryMs)
  }
}

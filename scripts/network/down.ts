import { rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { readNetworkFile } from '@creditmesh/agency-node/files/networkFile.ts'
import { recordedProcesses } from '@creditmesh/agency-node/files/processRecord.ts'
import { stateFolderAt } from '@creditmesh/agency-node/files/stateFolder.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { stopProcess } from './childProcess.ts'
import { takeStateFolder } from './exclusive.ts'

/** Stops every process of the network, the chain last. Gives the names of those that were running. */
export async function networkDown(dir: string): Promise<string[]> {
  await readNetworkFile(dir)
  await using _ = await takeStateFolder(dir)
  return await stopAll(dir)
}

async function stopAll(dir: string): Promise<string[]> {
  const { processes } = stateFolderAt(dir)
  const names = recordedProcesses(processes)
  const servers = names.filter((name) => name !== 'chain')
  const stopped = await Promise.all(
    servers.map(async (name) => ((await stopProcess(processes, name)) ? [name] : [])),
  )
  // The others may still have a last transaction to send.
  const chain = (await stopProcess(processes, 'chain')) ? ['chain'] : []
  return [...stopped.flat(), ...chain]
}

/** What `network up` makes in a state folder; nothing else is ever deleted. */
const ownEntries = [
  ...['network.json', 'deployment.json', 'chain', 'logs', 'processes', 'secrets'],
  ...['agencies', 'relayer', 'lenders', 'subjects'],
  'demo', // what the demonstration puts beside its network
]

/** Stops the network and deletes its state: keys, records, chain. Throws `usage.invalid` without `yes`. */
export async function networkReset(dir: string, { yes = false }: { yes?: boolean }) {
  await readNetworkFile(dir)
  if (!yes) {
    throw new MeshError('usage.invalid', {
      detail: `this deletes every key, record and block in ${dir}; confirm with --yes`,
    })
  }
  const stopped = await emptyFolder(dir)
  // Last, because it was the lock; and the folder itself unless somebody keeps something else in it.
  await rm(join(dir, 'owner'), { recursive: true, force: true })
  await rmdir(dir).catch(() => undefined)
  return { stopped }
}

async function emptyFolder(dir: string): Promise<string[]> {
  await using _ = await takeStateFolder(dir)
  const stopped = await stopAll(dir)
  for (const entry of ownEntries) await rm(join(dir, entry), { recursive: true, force: true })
  return stopped
}

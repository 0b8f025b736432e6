import { readdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { errorCatalogue, isErrorCode } from '@creditmesh/sdk/errors.ts'
import { connectAdmin } from '../../admin/connectAdmin.ts'
import { adminSocketPath } from '../../admin/socketPath.ts'
import { localName, type NetworkFile } from '../../files/networkFile.ts'
import { findRunning } from '../../files/processRecord.ts'
import { type StateFolder, stateFolderAt } from '../../files/stateFolder.ts'
import { type Finding, fine, wrong } from './finding.ts'

/** Whether each agency and the relayer is ready, and who owns each store. */
export async function checkNodes(dir: string, network: NetworkFile): Promise<Finding[]> {
  const state = stateFolderAt(dir)
  const agencies = network.agencies.map(async (agency) => [
    await checkReady(`agency ${agency.name}`, agency.url),
    await checkStore(state, agency.name),
  ])
  const relayer = checkReady('relayer', network.relayer.url)
  return [
    ...(await Promise.all(agencies)).flat(),
    await relayer,
    ...(await findOutsiders(dir, network)),
  ]
}

/** Agencies that were made here and that the network does not count among its own. */
async function findOutsiders(dir: string, network: NetworkFile): Promise<Finding[]> {
  const folder = dirname(stateFolderAt(dir).agency('any'))
  const names = await readdir(folder).catch(() => [])
  const members = new Set(network.agencies.map(({ name }) => name))
  return names
    .filter((name) => localName.safeParse(name).success && !members.has(name))
    .map((name) =>
      wrong(
        `agency ${name}`,
        'is no member: nobody can ask it',
        `creditmesh members admit ${name}`,
      ),
    )
}

async function checkReady(who: string, url: string): Promise<Finding> {
  try {
    const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5000) })
    if (response.ok) return fine(who, `${url} is ready`)
    const { code } = (await response.json()) as { code?: unknown } // a problem document, or not
    const action = isErrorCode(code) ? errorCatalogue[code].action : 'look into its log'
    return wrong(who, `${url} is not ready: ${String(code ?? response.status)}`, action)
  } catch {
    return wrong(who, `${url} does not answer`, 'creditmesh network up')
  }
}

/** A store has one owner. One that is open without a node that can be asked is a command, or a node in trouble. */
async function checkStore(state: StateFolder, name: string): Promise<Finding> {
  const check = `store ${name}`
  const node = await connectAdmin(adminSocketPath(state.agency(name))).catch(() => null)
  node?.destroy()
  if (node !== null) return fine(check, 'owned by its node, which answers its admin socket')
  const running = findRunning(state.processes, `agency-${name}`)
  if (running === null) return fine(check, 'free: no node runs')
  return wrong(
    check,
    `process ${running.pid} runs and does not answer its admin socket`,
    'it may be starting; if it stays so, stop it: creditmesh network down',
  )
}

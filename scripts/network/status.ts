import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readDeployment } from '@creditmesh/agency-node/cli/chainAccess.ts'
import { walletNames } from '@creditmesh/agency-node/cli/subject/list.ts'
import { type NetworkFile, readNetworkFile } from '@creditmesh/agency-node/files/networkFile.ts'
import { findRunning } from '@creditmesh/agency-node/files/processRecord.ts'
import { type StateFolder, stateFolderAt } from '@creditmesh/agency-node/files/stateFolder.ts'
import { createRpc, readBlockHead } from '@creditmesh/sdk/chain/rpc.ts'
import type { ProcessPlan } from './childProcess.ts'
import { agencyProcess, chainProcess, relayerProcess } from './processes.ts'

/** One process of the network as it is now. */
interface ProcessStatus {
  readonly name: string
  readonly url: string
  readonly state: 'serving' | 'starting or stuck' | 'stopped'
  readonly pid?: number
  readonly log: string
}

interface MemberStatus {
  readonly name: string
  readonly address?: string
}

export interface NetworkStatus {
  readonly dir: string
  readonly up: boolean
  readonly chain: ProcessStatus & { readonly head?: number; readonly headAgeSec?: number }
  readonly chainId?: number
  readonly genesisHash?: string
  readonly contracts?: Readonly<Record<string, string>>
  readonly agencies: readonly (ProcessStatus & MemberStatus)[]
  readonly relayer: ProcessStatus
  readonly lenders: readonly MemberStatus[]
  readonly subjects: readonly string[]
}

/** Looks at every process, at the chain's head and at who takes part. Throws `network.not_running` without a network. */
export async function networkStatus(dir: string): Promise<NetworkStatus> {
  const plan = await readNetworkFile(dir)
  const state = stateFolderAt(dir)
  const [chain, relayer, agencies, lenders] = await Promise.all([
    chainStatus(state, plan),
    processStatus(state, relayerProcess(state, plan), plan.relayer.url),
    Promise.all(plan.agencies.map((agency) => agencyStatus(state, plan, agency))),
    Promise.all(plan.lenders.map((name) => memberStatus(name, state.lender(name)))),
  ])
  const deployment = await readDeployment(dir).catch(() => null)
  const processes = [chain, relayer, ...agencies]
  return {
    dir,
    up: processes.every(({ state: now }) => now === 'serving'),
    chain,
    ...(deployment && {
      chainId: deployment.chainId,
      genesisHash: deployment.genesisHash,
      contracts: deployment.addresses,
    }),
    agencies,
    relayer,
    lenders,
    subjects: [...new Set([...plan.subjects, ...(await walletNames(dir))])],
  }
}

async function chainStatus(state: StateFolder, plan: NetworkFile): Promise<NetworkStatus['chain']> {
  const { url } = plan.chain
  const status = await processStatus(state, chainProcess(state, plan), url)
  const rpc = createRpc(url, { timeoutMs: 2000 })
  const head = await readBlockHead(rpc).catch(() => null)
  if (head === null) return status
  const headAgeSec = Math.floor(Date.now() / 1000) - head.sec
  return { ...status, head: head.number, headAgeSec }
}

async function agencyStatus(
  state: StateFolder,
  plan: NetworkFile,
  agency: NetworkFile['agencies'][number],
): Promise<NetworkStatus['agencies'][number]> {
  const { name, url } = agency
  const [status, member] = await Promise.all([
    processStatus(state, agencyProcess(state, agency, plan), url),
    memberStatus(name, state.agency(name)),
  ])
  return { ...status, ...member }
}

async function processStatus(
  state: StateFolder,
  plan: ProcessPlan,
  url: string,
): Promise<ProcessStatus> {
  const { name, logFile: log } = plan
  const running = findRunning(state.processes, name)
  if (running === null) {
    const isElsewhere = (await plan.isRunElsewhere?.()) && (await plan.isServing())
    return { name, url, state: isElsewhere ? 'serving' : 'stopped', log }
  }
  const now = (await plan.isServing()) ? 'serving' : 'starting or stuck'
  return { name, url, state: now, pid: running.pid, log }
}

async function memberStatus(name: string, folder: string): Promise<MemberStatus> {
  const text = await readFile(join(folder, 'identity.json'), 'utf8').catch(() => null)
  if (text === null) return { name }
  const { address } = JSON.parse(text) as { address: string } // written by `network up`
  return { name, address }
}

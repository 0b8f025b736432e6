import { chmod } from 'node:fs/promises'
import type { PublicIdentity } from '@creditmesh/agency-node/agencyFolder.ts'
import { ensureLenderFolder } from '@creditmesh/agency-node/cli/lenderFolder.ts'
import { makeWallet } from '@creditmesh/agency-node/cli/walletAccess.ts'
import { makeFolder } from '@creditmesh/agency-node/files/makeFolder.ts'
import type { NetworkFile } from '@creditmesh/agency-node/files/networkFile.ts'
import { findRunning } from '@creditmesh/agency-node/files/processRecord.ts'
import { type StateFolder, stateFolderAt } from '@creditmesh/agency-node/files/stateFolder.ts'
import { chooseCryptoSuites } from '@creditmesh/agency-node/native/cryptoSuites.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { Admission } from '../deploy.ts'
import { ensureApprovers } from './approvers.ts'
import { ensureRunning, type ProcessPlan } from './childProcess.ts'
import { takeStateFolder } from './exclusive.ts'
import { ensureAgencyFolder, ensureRelayerFolder } from './folders.ts'
import { ensureGround, type Ground } from './ground.ts'
import { agencyAdmission, ensureAdmitted, lenderAdmission } from './members.ts'
import { ensureFunded } from './money.ts'
import { type PlanOptions, readOrMakePlan } from './plan.ts'
import { ensurePrices } from './prices.ts'
import { agencyProcess, chainProcess, relayerProcess } from './processes.ts'
import { networkStatus } from './status.ts'

export interface UpOptions extends PlanOptions {
  readonly dir: string
}

/**
 * Brings the network of a state folder up, whatever of it is there already: every step looks first whether it was
 * done. Killed at any point, it goes on from there the next time.
 */
export async function networkUp({ dir, ...options }: UpOptions, say: (text: string) => void) {
  await makeFolder(dir)
  await chmod(dir, 0o700)
  await using _ = await takeStateFolder(dir)
  const state = stateFolderAt(dir)
  const plan = await readOrMakePlan(dir, options)

  const isRunning = ({ name }: ProcessPlan) => findRunning(state.processes, name) !== null
  const startText = (what: string, processes: readonly ProcessPlan[]) => {
    const missing = processes.filter((process) => !isRunning(process)).map(({ name }) => name)
    say(missing.length === 0 ? `${what} runs already` : `starting ${missing.join(', ')}`)
  }
  startText('the chain', [chainProcess(state, plan)])
  await ensureRunning(chainProcess(state, plan), state.processes)
  say('looking after contracts and members')
  const ground = await ensureGround(state, plan)
  const agencies = await ensureMembers(state, plan, ground)
  await ensureApprovers(state, plan, { ground, agencies })
  await ensureRelayerFolder(state, plan)
  const servers = [
    ...plan.agencies.map((agency) => agencyProcess(state, agency, plan)),
    relayerProcess(state, plan),
  ]
  startText('every agency and the relayer', servers)
  await Promise.all(servers.map((server) => ensureRunning(server, state.processes)))
  await ensurePrices(state, plan.agencies, { ground, agencies })
  for (const subject of plan.subjects) await ensureWallet(dir, subject)
  return await networkStatus(dir)
}

async function ensureMembers(
  state: StateFolder,
  plan: NetworkFile,
  ground: Ground,
): Promise<PublicIdentity[]> {
  const suites = await chooseCryptoSuites()
  const agencies: PublicIdentity[] = []
  const admissions: Admission[] = []
  // One after the other: the first makes the pepper that they share.
  for (const agency of plan.agencies) {
    const identity = await ensureAgencyFolder(state, agency, plan)
    agencies.push(identity)
    admissions.push(agencyAdmission(agency, identity))
  }
  for (const name of plan.lenders) {
    const keys = await ensureLenderFolder(state.lender(name), suites)
    admissions.push(lenderAdmission(name, keys))
  }
  await ensureAdmitted(ground, admissions)
  await ensureFunded(
    ground,
    admissions.map(({ account }) => account),
  )
  return agencies
}

async function ensureWallet(dir: string, subject: string): Promise<void> {
  await makeWallet(dir, subject).catch((error: unknown) => {
    if (!(error instanceof MeshError && error.code === 'store.conflict')) throw error
  })
}

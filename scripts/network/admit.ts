import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import {
  agencyFiles,
  type PublicIdentity,
  readAgencyConfig,
} from '@creditmesh/agency-node/agencyFolder.ts'
import { ensureLenderFolder } from '@creditmesh/agency-node/cli/lenderFolder.ts'
import { writeAtomically } from '@creditmesh/agency-node/files/atomicFile.ts'
import { type NetworkFile, readNetworkFile } from '@creditmesh/agency-node/files/networkFile.ts'
import { type StateFolder, stateFolderAt } from '@creditmesh/agency-node/files/stateFolder.ts'
import { chooseCryptoSuites } from '@creditmesh/agency-node/native/cryptoSuites.ts'
import type { Address } from '@creditmesh/sdk/chain/ids.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { ensureApprovers } from './approvers.ts'
import { takeStateFolder } from './exclusive.ts'
import { ensureGround, type Ground } from './ground.ts'
import { agencyAdmission, ensureAdmitted, lenderAdmission } from './members.ts'
import { ensureFunded } from './money.ts'
import { ensurePrices } from './prices.ts'

export interface AdmitOptions {
  readonly dir: string
  readonly name: string
  readonly role: 'agency' | 'lender'
}

export interface Admitted {
  readonly name: string
  readonly role: AdmitOptions['role']
  readonly address: Address
  readonly endpoint: string
  /** Free balance in token units, as a decimal string. */
  readonly balance: string
}

/**
 * What the council, the settlement agent and the newcomer do together, on one machine by one command: admission, test
 * money, an approver and prices; then the network counts it among its own. Each step looks first whether it was done.
 */
export async function admitMember({ dir, name, role }: AdmitOptions): Promise<Admitted> {
  const plan = await readNetworkFile(dir)
  const state = stateFolderAt(dir)
  await using _ = await takeStateFolder(dir)
  const ground = await ensureGround(state, plan)
  const admit = role === 'agency' ? admitAgency : admitLender
  const { address, endpoint, next } = await admit(name, { state, plan, ground })
  await writeAtomically(state.networkFile, `${JSON.stringify(next, null, 2)}\n`)
  const { free } = await ground.views.balanceOf(address)
  return { name, role, address, endpoint, balance: free.toString() }
}

interface Site {
  readonly state: StateFolder
  readonly plan: NetworkFile
  readonly ground: Ground
}

async function admitAgency(name: string, { state, plan, ground }: Site) {
  const folder = state.agency(name)
  if (!existsSync(agencyFiles(folder).config)) {
    throw new MeshError('file.not_found', {
      detail: `there is no agency "${name}" in this state folder`,
      action: `Make it: creditmesh agency init ${name} --pepper-file ${state.secretFile('pepper')}`,
    })
  }
  const { listen, publicUrl: url } = await readAgencyConfig(folder)
  if (listen.port === 0) {
    throw new MeshError('config.invalid', {
      detail: 'listen.port is 0: a member needs a port that stays its own',
      details: { path: agencyFiles(folder).config },
    })
  }
  const text = await readFile(agencyFiles(folder).publicIdentity, 'utf8')
  const identity = JSON.parse(text) as PublicIdentity // createAgencyFolder wrote it
  const newcomer = { name, port: listen.port, url }
  await ensureAdmitted(ground, [agencyAdmission(newcomer, identity)])
  await ensureFunded(ground, [identity.address])
  const only = { ground, agencies: [identity] }
  await ensureApprovers(state, { ...plan, agencies: [newcomer] }, only)
  await ensurePrices(state, [newcomer], only)
  const others = plan.agencies.filter((agency) => agency.name !== name)
  const isKnown = others.length < plan.agencies.length
  const next = isKnown ? plan : { ...plan, agencies: [...others, newcomer] }
  return { address: identity.address, endpoint: url, next }
}

async function admitLender(name: string, { state, plan, ground }: Site) {
  const keys = await ensureLenderFolder(state.lender(name), await chooseCryptoSuites())
  await ensureAdmitted(ground, [lenderAdmission(name, keys)])
  await ensureFunded(ground, [keys.address])
  const lenders = [...new Set([...plan.lenders, name])]
  return { address: keys.address, endpoint: '', next: { ...plan, lenders } }
}

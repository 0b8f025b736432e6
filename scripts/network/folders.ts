import { existsSync } from 'node:fs'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import {
  agencyFiles,
  createAgencyFolder,
  type PublicIdentity,
} from '@creditmesh/agency-node/agencyFolder.ts'
import { parseAgencyConfig } from '@creditmesh/agency-node/config.ts'
import { writeAtomically } from '@creditmesh/agency-node/files/atomicFile.ts'
import type { NetworkFile } from '@creditmesh/agency-node/files/networkFile.ts'
import type { StateFolder } from '@creditmesh/agency-node/files/stateFolder.ts'
import { ensureSecret } from './secrets.ts'

type PlannedAgency = NetworkFile['agencies'][number]

/** Makes the folder of an agency unless it is there, and gives what the council has to know of it. */
export async function ensureAgencyFolder(
  state: StateFolder,
  agency: PlannedAgency,
  plan: NetworkFile,
): Promise<PublicIdentity> {
  const folder = state.agency(agency.name)
  const files = agencyFiles(folder)
  if (existsSync(files.config)) return readIdentity(files.publicIdentity)
  // Its configuration is written last: without it a kill left the folder half made, and nobody knew it yet.
  await rm(folder, { recursive: true, force: true })
  await ensureSecret(state, `agency-${agency.name}`)
  const pepper = await ensureSecret(state, 'pepper')
  return createAgencyFolder(folder, { config: configOf(state, agency, plan), pepper })
}

function configOf(state: StateFolder, { name, port, url }: PlannedAgency, plan: NetworkFile) {
  const folder = state.agency(name)
  return parseAgencyConfig({
    name,
    rpcUrl: plan.chain.url,
    deployment: relative(folder, state.deploymentFile),
    listen: { host: plan.host, port },
    publicUrl: url,
    keySecret: { keyFile: relative(folder, state.secretFile(`agency-${name}`)) },
    // One developer plays everybody: a draft scores until two persons have agreed on a model.
    scoring: { allowUnapproved: true },
  })
}

async function readIdentity(path: string): Promise<PublicIdentity> {
  return JSON.parse(await readFile(path, 'utf8')) as PublicIdentity // createAgencyFolder wrote it
}

/** Writes the configuration of the relayer unless it is there. */
export async function ensureRelayerFolder(state: StateFolder, plan: NetworkFile): Promise<void> {
  const path = join(state.relayer, 'relayer.json')
  if (existsSync(path)) return
  await ensureSecret(state, 'relayer')
  await mkdir(state.relayer, { recursive: true, mode: 0o700 })
  const config = {
    rpcUrl: plan.chain.url,
    deployment: relative(state.relayer, state.deploymentFile),
    listen: { host: plan.host, port: plan.relayer.port },
    keyFile: relative(state.relayer, state.secretFile('relayer')),
  }
  await writeAtomically(path, `${JSON.stringify(config, null, 2)}\n`)
}

import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { createContracts } from '@creditmesh/sdk/chain/contracts.ts'
import { parseDeployment } from '@creditmesh/sdk/chain/deployment.ts'
import { createRpc } from '@creditmesh/sdk/chain/rpc.ts'
import { createViews } from '@creditmesh/sdk/chain/views.ts'
import { agencyFiles, type PublicIdentity, readAgencyConfig } from '../../agencyFolder.ts'

/**
 * What an operator should know before a node starts whose account the council has not admitted: it runs, and nobody
 * can ask it. Null for a member, and where the chain cannot be asked: then the node itself says so.
 */
export async function warnIfUnknown(folder: string, name: string): Promise<string | null> {
  try {
    const config = await readAgencyConfig(folder)
    const files = agencyFiles(folder)
    const identity = JSON.parse(await readFile(files.publicIdentity, 'utf8')) as PublicIdentity // createAgencyFolder wrote it
    const deploymentFile = resolve(folder, config.deployment)
    const deployment = parseDeployment(JSON.parse(await readFile(deploymentFile, 'utf8')))
    const rpc = createRpc(config.rpcUrl, { timeoutMs: 5000 })
    const { memberOf } = createViews(createContracts(rpc, deployment.addresses))
    if ((await memberOf(identity.address)) !== null) return null
    return `The chain does not know account ${identity.address}: nobody can ask agency ${name}. Let the council admit it: creditmesh members admit ${name}`
  } catch {
    return null
  }
}

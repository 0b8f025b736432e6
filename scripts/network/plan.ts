import { existsSync } from 'node:fs'
import { writeAtomically } from '@creditmesh/agency-node/files/atomicFile.ts'
import { findFreePorts } from '@creditmesh/agency-node/files/freePort.ts'
import {
  localName,
  type NetworkFile,
  readNetworkFile,
} from '@creditmesh/agency-node/files/networkFile.ts'
import { stateFolderAt } from '@creditmesh/agency-node/files/stateFolder.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'

/** What may be asked of a network when it first comes up. */
export interface PlanOptions {
  readonly agencies?: readonly string[]
  readonly lenders?: readonly string[]
  readonly subjects?: readonly string[]
  readonly host?: string
  readonly chainPort?: number
}

/**
 * Gives the plan of the network: the one it has, or a new one, stored before anything is started. Throws
 * `usage.invalid` if something else is asked of a network that exists.
 */
export async function readOrMakePlan(root: string, options: PlanOptions): Promise<NetworkFile> {
  const { networkFile } = stateFolderAt(root)
  if (existsSync(networkFile)) {
    const plan = await readNetworkFile(root)
    requireSame(plan, options)
    return plan
  }
  const plan = await makePlan(options)
  await writeAtomically(networkFile, `${JSON.stringify(plan, null, 2)}\n`)
  return plan
}

async function makePlan(options: PlanOptions): Promise<NetworkFile> {
  const { agencies = ['a', 'b', 'c'], lenders = ['lender'], subjects = [] } = options
  const { host = '127.0.0.1', chainPort } = options
  requireNames([...agencies, ...lenders, ...subjects])
  const [freeChainPort = 0, relayerPort = 0, ...agencyPorts] = await findFreePorts(
    agencies.length + 2,
    host,
  )
  const serverAt = (port: number) => ({ port, url: `http://${host}:${port}` })
  return {
    format: 'creditmesh/network/1',
    host,
    chain: serverAt(chainPort || freeChainPort),
    agencies: agencies.map((name, i) => ({ name, ...serverAt(agencyPorts[i] ?? 0) })),
    relayer: serverAt(relayerPort),
    lenders: [...lenders],
    subjects: [...subjects],
  }
}

function requireNames(names: readonly string[]): void {
  for (const name of names) {
    if (localName.safeParse(name).success) continue
    throw new MeshError('usage.invalid', { detail: `"${name}" is no name: a-z, 0-9 and - only` })
  }
  const doubled = names.find((name, i) => names.indexOf(name) !== i)
  if (doubled !== undefined) {
    throw new MeshError('usage.invalid', { detail: `the name "${doubled}" is given twice` })
  }
}

function requireSame(plan: NetworkFile, options: PlanOptions): void {
  const present = {
    agencies: plan.agencies.map(({ name }) => name),
    lenders: plan.lenders,
    subjects: plan.subjects,
    host: plan.host,
    chainPort: plan.chain.port,
  }
  for (const [option, wanted] of Object.entries(options)) {
    const has = present[option as keyof typeof present]
    if (wanted === undefined || String(wanted) === String(has)) continue
    throw new MeshError('usage.invalid', {
      detail: `this network was made with ${option} ${has}; reset it to change that`,
      details: { option },
    })
  }
}

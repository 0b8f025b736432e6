import type { PublicIdentity } from '@creditmesh/agency-node/agencyFolder.ts'
import type { NetworkFile } from '@creditmesh/agency-node/files/networkFile.ts'
import type { StateFolder } from '@creditmesh/agency-node/files/stateFolder.ts'
import type { ContractCall } from '@creditmesh/sdk/chain/contracts.ts'
import { ethersEcdsa } from '@creditmesh/sdk/crypto/secp256k1.ts'
import type { Ground } from './ground.ts'
import { ensureSecret } from './secrets.ts'

/** Whose key signs for the models of an agency: a person other than its operator. */
export function approverSecret(agency: string): string {
  return `approver-${agency}`
}

/**
 * Makes a second person for each agency, and lets the council appoint her, once: whom an agency has dismissed stays
 * dismissed.
 */
export async function ensureApprovers(
  state: StateFolder,
  plan: NetworkFile,
  { ground, agencies }: { ground: Ground; agencies: readonly PublicIdentity[] },
): Promise<void> {
  const { modelRegistry } = ground.contracts
  const appointments = await Promise.all(
    plan.agencies.map(async ({ name }, i): Promise<ContractCall[]> => {
      const { address } = agencies[i] as PublicIdentity // one for each planned agency
      const approver = ethersEcdsa.addressOf(await ensureSecret(state, approverSecret(name)))
      const { sinceSec } = await modelRegistry.read('approverOf', [address, approver])
      return sinceSec === 0 ? [modelRegistry.encode('appointFor', address, approver)] : []
    }),
  )
  const missing = appointments.flat()
  if (missing.length > 0) await ground.council.sendAll(missing)
}

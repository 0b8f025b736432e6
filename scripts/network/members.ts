import type { PublicIdentity } from '@creditmesh/agency-node/agencyFolder.ts'
import type { LenderKeys } from '@creditmesh/agency-node/cli/lenderFolder.ts'
import { memberRoles } from '@creditmesh/sdk/chain/memberViews.ts'
import { fromHex } from '@creditmesh/sdk/crypto/bytes.ts'
import { lastGrantablePurpose } from '@creditmesh/sdk/wire/purposes.ts'
import { type Admission, admitMembers } from '../deploy.ts'
import type { Ground } from './ground.ts'

/** Bit `1 << code` for each purpose that a person can grant. */
const allPurposes = (1 << (lastGrantablePurpose + 1)) - 2

export function agencyAdmission(
  { name, url }: { readonly name: string; readonly url: string },
  { address, x25519, ed25519 }: PublicIdentity,
): Admission {
  return {
    account: address,
    roles: memberRoles.AGENCY,
    purposes: 0,
    endpoint: url,
    name,
    x25519: fromHex(x25519),
    ed25519: fromHex(ed25519),
  }
}

export function lenderAdmission(name: string, keys: LenderKeys): Admission {
  return {
    account: keys.address,
    roles: memberRoles.QUERY_USER,
    purposes: allPurposes,
    endpoint: '',
    name,
    x25519: keys.x25519.publicKey,
    ed25519: keys.ed25519.publicKey,
  }
}

/** Lets the council admit those whom the chain does not know yet. */
export async function ensureAdmitted(
  { council, rpc, deployment, views }: Ground,
  admissions: readonly Admission[],
): Promise<void> {
  const known = await Promise.all(admissions.map(({ account }) => views.memberOf(account)))
  const missing = admissions.filter((_, i) => known[i] === null)
  if (missing.length > 0) await admitMembers(council, rpc, deployment, missing)
}

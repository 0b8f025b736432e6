import { equalBytes } from '../../crypto/bytes.ts'
import { MeshError } from '../../errors.ts'
import { type Credential, verifyStatement } from '../../wire/credentials.ts'
import type { Wallet } from './wallet.ts'
import type { WalletState } from './walletState.ts'

const maxDisclosed = 4 // as many as a Disclosure carries

/**
 * Keeps a credential that an agency issued after identifying the person. `issuerKey` is the agency's Ed25519 key
 * of the credential's epoch, from the chain. Throws `subject.credential_invalid`.
 */
export async function addCredential(
  wallet: Wallet,
  { agencyName, credential }: { agencyName: string; credential: Credential },
  issuerKey: Uint8Array,
): Promise<void> {
  if (!equalBytes(credential.root, wallet.rootKey.publicKey)) throw invalid('root')
  if (!verifyStatement(wallet.nacl, credential, issuerKey)) throw invalid('signature')
  if (credential.until <= wallet.clock.nowSec()) throw invalid('until')
  await wallet.update((state) => {
    const others = state.enrolments.filter(
      ({ credential: { issuer } }) => issuer.toLowerCase() !== credential.issuer.toLowerCase(),
    )
    // Two agencies that mean the same person compute the same tag; another tag would break every disclosure.
    if (others.some(({ credential: { tag } }) => tag !== credential.tag)) throw invalid('tag')
    return { next: { enrolments: [...others, { agencyName, credential }] }, result: undefined }
  })
}

/** The newest credentials that are still good. Throws `subject.not_enrolled` if there is none. */
export function currentCredentials({ enrolments }: WalletState, nowSec: number): Credential[] {
  const current = enrolments
    .map(({ credential }) => credential)
    .filter(({ until }) => until > nowSec)
    .sort((a, b) => b.issuedAt - a.issuedAt)
  if (current.length === 0) throw new MeshError('subject.not_enrolled')
  return current.slice(0, maxDisclosed)
}

function invalid(field: string): MeshError {
  return new MeshError('subject.credential_invalid', {
    detail: `the credential does not fit this wallet: ${field}`,
    details: { field },
  })
}

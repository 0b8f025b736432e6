import type { Address } from '../../chain/ids.ts'
import { equalBytes } from '../../crypto/bytes.ts'
import type { NaclSuite } from '../../crypto/nacl.ts'
import type { EcdsaSuite } from '../../crypto/secp256k1.ts'
import { MeshError } from '../../errors.ts'
import type { MemberDirectory } from '../memberDirectory.ts'

/** The lender's Ed25519 key that agencies find under its account on chain. */
export interface RequestSigningKey {
  readonly keyEpoch: number
  /** 32 bytes, the seed that a key file holds; or the 64 that NaCl makes of it, the public key behind the seed. */
  readonly secretKey: Uint8Array
}

/** A signing key whose 64 bytes belong together. */
export interface CheckedSigningKey extends RequestSigningKey {
  readonly publicKey: Uint8Array
}

/** The account of a secret. Throws `key.invalid` unless it is 32 bytes that secp256k1 takes. */
export function accountOf(accountSecret: Uint8Array, ecdsa: EcdsaSuite): Address {
  requireBytes('accountSecret', accountSecret, [32])
  try {
    return ecdsa.addressOf(accountSecret)
  } catch {
    // What the library says may quote the key.
    throw invalid('accountSecret', 'not a secret key of secp256k1')
  }
}

/** Reads either form of the key. Throws `key.invalid`: a request that cannot be signed must not be paid for. */
export function readSigningKey(
  { keyEpoch, secretKey }: RequestSigningKey,
  nacl: Pick<NaclSuite, 'signKeyPair'>,
): CheckedSigningKey {
  if (!Number.isSafeInteger(keyEpoch) || keyEpoch < 1) {
    throw invalid('signingKey.keyEpoch', 'epochs are whole numbers from 1')
  }
  requireBytes('signingKey.secretKey', secretKey, [32, 64])
  const pair = nacl.signKeyPair(secretKey.slice(0, 32))
  if (secretKey.length === 64 && !equalBytes(pair.secretKey, secretKey)) {
    throw invalid('signingKey.secretKey', 'its last 32 bytes are not the public key of the first')
  }
  return { keyEpoch, ...pair }
}

/** Throws `key.invalid` for a key that the chain does not show under the account: agencies would not believe it. */
export async function requireRegisteredKey(
  account: Address,
  { keyEpoch, publicKey }: CheckedSigningKey,
  directory: MemberDirectory,
): Promise<void> {
  const registered = await directory.keys(account, keyEpoch)
  if (registered === null) {
    throw invalid('signingKey.keyEpoch', `the chain knows no epoch ${keyEpoch} of this account`)
  }
  if (!equalBytes(registered.ed25519, publicKey)) {
    throw invalid('signingKey.secretKey', `not the key of epoch ${keyEpoch} on the chain`)
  }
  if (registered.untilSec !== undefined) {
    throw invalid('signingKey.keyEpoch', `a newer key has replaced that of epoch ${keyEpoch}`)
  }
}

function requireBytes(field: string, given: unknown, lengths: readonly number[]): void {
  const isFit = given instanceof Uint8Array && lengths.includes(given.length)
  if (!isFit) throw invalid(field, `must be ${lengths.join(' or ')} bytes in a Uint8Array`)
}

function invalid(field: string, why: string): MeshError {
  return new MeshError('key.invalid', { detail: `${field}: ${why}`, details: { field } })
}

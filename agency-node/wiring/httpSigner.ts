import { createHash } from 'node:crypto'
import type { Bytes } from '@creditmesh/sdk/crypto/bytes.ts'
import type { HttpSigner } from '@creditmesh/sdk/wire/httpSignature/sign.ts'
import type { CryptoSuites } from '../native/cryptoSuites.ts'
import type { NodeIdentity } from '../store/identity.ts'

/** Signs requests and answers by the newest key of this agency. */
export function createHttpSigner({
  identity,
  suites,
}: {
  readonly identity: NodeIdentity
  readonly suites: CryptoSuites
}): HttpSigner {
  const [{ epoch, ed25519 }] = identity.epochs
  const keyId = { address: identity.address, epoch }
  return { keyId, secretKey: ed25519.secretKey, nacl: suites.nacl, sha256 }
}

export function sha256(bytes: Uint8Array): Bytes {
  return new Uint8Array(createHash('sha256').update(bytes).digest())
}

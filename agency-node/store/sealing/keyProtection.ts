import { type ScryptOptions, scrypt } from 'node:crypto'
import { type Bytes, utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { hkdfSha256 } from '@creditmesh/sdk/crypto/hash.ts'
import type { NaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { readSecretFile } from './secretFile.ts'

/** What an operator has: something known, or a file. */
export type KeySecret = { readonly passphrase: string } | { readonly keyFile: string }

/** How a secret becomes a key; stored beside what it protects. */
export type Protection =
  | { readonly kind: 'scrypt'; readonly logN: number; readonly salt: Bytes }
  | { readonly kind: 'keyFile'; readonly salt: Bytes }

// RFC 7914. N = 2^17, r = 8 takes 128 MiB and about half a second; below 2^15 a guess becomes too cheap.
const leastLogN = 15
const greatestLogN = 22
const usualLogN = 17
const blockSize = 8

export function newProtection(
  secret: KeySecret,
  { nacl, logN = usualLogN }: { nacl: NaclSuite; logN?: number },
): Protection {
  const salt = nacl.randomBytes(32)
  return 'keyFile' in secret ? { kind: 'keyFile', salt } : { kind: 'scrypt', logN, salt }
}

/** Throws `store.wrong_key` if the kind of secret differs, `config.invalid` for parameters out of bounds. */
export async function deriveKeyFrom(secret: KeySecret, protection: Protection): Promise<Bytes> {
  if (protection.kind === 'keyFile') {
    if (!('keyFile' in secret)) throw needs('a key file')
    const bytes = await readSecretFile(secret.keyFile)
    return hkdfSha256(bytes, { salt: protection.salt, info: utf8('creditmesh/key-file/1') })
  }
  if (!('passphrase' in secret)) throw needs('a passphrase')
  return stretch(secret.passphrase, protection)
}

function needs(kind: string): MeshError {
  return new MeshError('store.wrong_key', { detail: `this store is opened by ${kind}` })
}

async function stretch(
  passphrase: string,
  { logN, salt }: { logN: number; salt: Uint8Array },
): Promise<Bytes> {
  if (!Number.isInteger(logN) || logN < leastLogN || logN > greatestLogN) {
    const details = { logN, least: leastLogN, greatest: greatestLogN }
    throw new MeshError('config.invalid', { detail: 'scrypt cost is out of bounds', details })
  }
  if (passphrase === '') throw new MeshError('store.wrong_key', { detail: 'empty passphrase' })
  const N = 2 ** logN
  const options: ScryptOptions = { N, r: blockSize, p: 1, maxmem: 2 * 128 * N * blockSize }
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFKC'), salt, 32, options, (error, key) => {
      if (error) reject(error)
      else resolve(Uint8Array.from(key))
    })
  })
}

import { inspect } from 'node:util'
import { type Bytes, concat, utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { hkdfSha256 } from '@creditmesh/sdk/crypto/hash.ts'
import type { NaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { keyIn } from './keyspace.ts'
import { deriveKeyFrom, type KeySecret, newProtection } from './sealing/keyProtection.ts'
import { type KeystoreFile, readKeystoreFile, writeKeystoreFile } from './sealing/keystoreFile.ts'
import { createSealer } from './sealing/sealer.ts'

/** The key above all keys of a node. It gives derived keys and never itself, nor anything to a log. */
export interface MasterKey {
  /** 32 bytes for one use, by HKDF-SHA-256. */
  derive(use: string, salt?: Uint8Array): Bytes
  wipe(): void
}

interface KeystoreOptions {
  readonly nacl: NaclSuite
  /** log2 of scrypt's N; 15 is the least that is accepted. */
  readonly scryptLogN?: number
}

// The place of the sealed master key, so that it opens as nothing else.
const place = { key: keyIn('meta', utf8('master key')), version: 1 }

/**
 * Makes a random master key and writes it to `file`, sealed under the passphrase or key file. So a new passphrase
 * rewrites one small file and not the store. Throws `config.invalid` if the file exists.
 */
export async function createMasterKey(
  file: string,
  secret: KeySecret,
  options: KeystoreOptions,
): Promise<MasterKey> {
  const bytes = options.nacl.randomBytes(32)
  await writeKeystoreFile(file, await protect(bytes, secret, options), { replace: false })
  return masterKeyOf(bytes)
}

/** Opens the master key. Throws `store.wrong_key` if the secret is not the right one, and changes nothing. */
export async function openMasterKey(
  file: string,
  secret: KeySecret,
  { nacl }: KeystoreOptions,
): Promise<MasterKey> {
  return masterKeyOf(await unprotect(await readKeystoreFile(file), secret, nacl))
}

/** Puts another passphrase or key file in the place of the present one; the store stays as it is. */
export async function changeKeySecret(
  file: string,
  { from, to }: { from: KeySecret; to: KeySecret },
  options: KeystoreOptions,
): Promise<void> {
  const bytes = await unprotect(await readKeystoreFile(file), from, options.nacl)
  await writeKeystoreFile(file, await protect(bytes, to, options), { replace: true })
  bytes.fill(0)
}

/** Wraps 32 bytes that the caller has; it owns them from then on. */
export function masterKeyOf(bytes: Bytes): MasterKey {
  const hidden = '[master key]'
  let isWiped = false
  return {
    derive(use, salt = new Uint8Array(0)) {
      if (isWiped) throw new MeshError('key.invalid', { detail: 'the master key was wiped' })
      return hkdfSha256(bytes, { salt, info: concat(utf8('creditmesh/master-key/1/'), utf8(use)) })
    },
    wipe() {
      isWiped = true
      bytes.fill(0)
    },
    ...{ toString: () => hidden, toJSON: () => hidden, [inspect.custom]: () => hidden },
  }
}

async function protect(
  bytes: Uint8Array,
  secret: KeySecret,
  { nacl, scryptLogN }: KeystoreOptions,
): Promise<KeystoreFile> {
  const protection = newProtection(secret, { nacl, ...(scryptLogN && { logN: scryptLogN }) })
  const key = await deriveKeyFrom(secret, protection)
  const sealedMasterKey = createSealer(nacl).seal(key, place, bytes)
  key.fill(0)
  return { format: 1, protection, sealedMasterKey }
}

async function unprotect(
  { protection, sealedMasterKey }: KeystoreFile,
  secret: KeySecret,
  nacl: NaclSuite,
): Promise<Bytes> {
  const key = await deriveKeyFrom(secret, protection)
  try {
    return createSealer(nacl).open(key, place, sealedMasterKey).slice()
  } catch (cause) {
    throw new MeshError('store.wrong_key', { cause })
  } finally {
    key.fill(0)
  }
}

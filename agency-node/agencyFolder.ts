import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type Hex, toHex } from '@creditmesh/sdk/crypto/bytes.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { type AgencyConfig, parseAgencyConfig } from './config.ts'
import { type CryptoSuites, chooseCryptoSuites } from './native/cryptoSuites.ts'
import { createIdentity, type NodeIdentity, openIdentity } from './store/identity.ts'
import { createMasterKey, type MasterKey, openMasterKey } from './store/masterKey.ts'
import { openStore } from './store/openStore.ts'
import { writeJsonFile } from './store/sealing/formattedFile.ts'
import type { KeySecret } from './store/sealing/keyProtection.ts'
import type { Store } from './store/store.ts'

/** What of an agency's identity is public: what the council admits on chain. */
export interface PublicIdentity {
  readonly address: Hex
  readonly keyEpoch: number
  readonly x25519: Hex
  readonly ed25519: Hex
}

/** The files of one agency's folder; nothing else is in it. */
export function agencyFiles(folder: string) {
  return {
    config: join(folder, 'agency.json'),
    masterKey: join(folder, 'keystore.json'),
    identity: join(folder, 'identity.sealed.json'),
    publicIdentity: join(folder, 'identity.json'),
    store: join(folder, 'store'),
    models: join(folder, 'models'),
  }
}

/**
 * Makes the folder of a new agency: master key, identity (operator, X25519 and Ed25519 keys, pepper) sealed under
 * it, and the public part in clear. Throws `config.invalid` if there is one already.
 */
export async function createAgencyFolder(
  folder: string,
  { config, pepper }: { config: AgencyConfig; pepper: Uint8Array },
): Promise<PublicIdentity> {
  const files = agencyFiles(folder)
  const { nacl, ecdsa } = await chooseCryptoSuites()
  const secret = await readKeySecret(folder, config)
  requireLength(secret)
  const masterKey = await createMasterKey(files.masterKey, secret, { nacl })
  const identity = await createIdentity(files.identity, { pepper }, { masterKey, nacl, ecdsa })
  const shown = publicIdentityOf(identity)
  await writeJson(files.publicIdentity, shown)
  await writeJson(files.config, config)
  identity.wipe()
  masterKey.wipe()
  return shown
}

export function publicIdentityOf({ address, epochs: [newest] }: NodeIdentity): PublicIdentity {
  const { epoch: keyEpoch, x25519, ed25519 } = newest
  const keys = { x25519: toHex(x25519.publicKey), ed25519: toHex(ed25519.publicKey) }
  return { address, keyEpoch, ...keys }
}

/** Reads `agency.json`. Throws `file.not_found` or `config.invalid`. */
export async function readAgencyConfig(folder: string): Promise<AgencyConfig> {
  const path = agencyFiles(folder).config
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new MeshError('file.not_found', { details: { path }, cause })
  })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new MeshError('config.invalid', { detail: 'not JSON', details: { path }, cause })
  }
  return parseAgencyConfig(value)
}

/** An agency's own things, opened together; the store has one owner at a time. */
export interface OpenAgency {
  readonly folder: string
  readonly config: AgencyConfig
  readonly suites: CryptoSuites
  readonly identity: NodeIdentity
  readonly store: Store
  /** Under it this agency names people, accounts and records for itself. */
  readonly referenceSecret: Uint8Array
  close(): Promise<void>
}

/** Opens the folder. Throws `store.wrong_key`, `store.locked` and what reading the configuration throws. */
export async function openAgencyFolder(folder: string): Promise<OpenAgency> {
  const files = agencyFiles(folder)
  const config = await readAgencyConfig(folder)
  const suites = await chooseCryptoSuites()
  const masterKey = await openMasterKey(
    files.masterKey,
    await readKeySecret(folder, config),
    suites,
  )
  const identity = await openIdentity(files.identity, { masterKey, ...suites })
  const store = await openStore(files.store, { masterKey, nacl: suites.nacl }).catch((error) => {
    wipe(identity, masterKey)
    throw error
  })
  const close = async () => {
    await store.close()
    wipe(identity, masterKey)
  }
  const referenceSecret = masterKey.derive('references')
  return { folder, config, suites, identity, store, referenceSecret, close }
}

function wipe(identity: NodeIdentity, masterKey: MasterKey): void {
  identity.wipe()
  masterKey.wipe()
}

const leastPassphrase = 12

/** Only of a new one: a shorter one that is in use still opens its keystore. */
function requireLength(secret: KeySecret): void {
  if (!('passphrase' in secret) || [...secret.passphrase].length >= leastPassphrase) return
  throw new MeshError('key.invalid', {
    detail: `a passphrase has at least ${leastPassphrase} characters`,
    action: 'Choose a longer one: who copies the folder can try them one by one.',
  })
}

async function readKeySecret(folder: string, { keySecret }: AgencyConfig): Promise<KeySecret> {
  if ('keyFile' in keySecret) return { keyFile: resolve(folder, keySecret.keyFile) }
  if ('passphraseEnv' in keySecret) {
    const passphrase = process.env[keySecret.passphraseEnv]
    if (passphrase) return { passphrase }
    const detail = `the environment variable ${keySecret.passphraseEnv} is not set`
    throw new MeshError('config.invalid', { detail })
  }
  const path = resolve(folder, keySecret.passphraseFile)
  const passphrase = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new MeshError('file.not_found', { details: { path }, cause })
  })
  return { passphrase: passphrase.trimEnd() }
}

function writeJson(path: string, value: object): Promise<void> {
  return writeJsonFile(path, value, { replace: false })
}

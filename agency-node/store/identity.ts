import type { Address } from '@creditmesh/sdk/chain/ids.ts'
import { type Bytes, fromBase64Url, toBase64Url, utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import type { KeyPair, NaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import type { EcdsaSuite } from '@creditmesh/sdk/crypto/secp256k1.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { z } from 'zod'
import type { MasterKey } from './masterKey.ts'
import { decodeDocument, encodeDocument } from './sealing/documentJson.ts'
import { readFormattedFile, writeJsonFile } from './sealing/formattedFile.ts'
import { createSealer } from './sealing/sealer.ts'

/** The keys that a member registers on chain, of one epoch. */
export interface EpochKeys {
  readonly epoch: number
  readonly x25519: KeyPair
  readonly ed25519: KeyPair
}

/** Who a node is. Old epochs stay: what was sealed to them still arrives, what they signed still verifies. */
export interface NodeIdentity {
  readonly address: Address
  readonly operatorKey: Bytes
  /** Shared by the consortium: the key of the subject tags. */
  readonly pepper: Bytes
  /** Newest first; epochs count from 1, as on chain. */
  readonly epochs: readonly [EpochKeys, ...EpochKeys[]]
  wipe(): void
}

export interface IdentityModules {
  readonly masterKey: MasterKey
  readonly nacl: NaclSuite
  readonly ecdsa: EcdsaSuite
}

interface Secrets {
  readonly operatorKey: Bytes
  readonly pepper: Bytes
  /** Newest first. */
  readonly epochs: readonly { epoch: number; x25519Secret: Bytes; ed25519Seed: Bytes }[]
}

const currentFormat = 1
const place = { key: utf8('identity'), version: currentFormat }
const fileSchema = z.strictObject({
  format: z.literal(currentFormat),
  sealed: z.string().transform((text) => fromBase64Url(text)),
})

/** Makes the keys of a new node and writes them sealed. Throws `config.invalid` if the file exists. */
export async function createIdentity(
  file: string,
  { pepper, operatorKey }: { pepper: Uint8Array; operatorKey?: Uint8Array },
  modules: IdentityModules,
): Promise<NodeIdentity> {
  const { nacl } = modules
  const secrets: Secrets = {
    operatorKey: Uint8Array.from(operatorKey ?? newOperatorKey(nacl)),
    pepper: Uint8Array.from(pepper),
    epochs: [newEpoch(nacl, 1)],
  }
  await save(file, secrets, modules, { replace: false })
  return identityOf(secrets, modules)
}

/** Throws `file.not_found`, `store.wrong_key`, `store.corrupt`. */
export async function openIdentity(file: string, modules: IdentityModules): Promise<NodeIdentity> {
  return identityOf(await load(file, modules), modules)
}

/** Adds the keys of the next epoch; they are on the disk before anybody can register them. */
export async function addEpoch(file: string, modules: IdentityModules): Promise<NodeIdentity> {
  const before = await load(file, modules)
  const epoch = Math.max(...before.epochs.map((keys) => keys.epoch)) + 1
  const secrets = { ...before, epochs: [newEpoch(modules.nacl, epoch), ...before.epochs] }
  await save(file, secrets, modules, { replace: true })
  return identityOf(secrets, modules)
}

function newEpoch(nacl: NaclSuite, epoch: number): Secrets['epochs'][number] {
  return { epoch, x25519Secret: nacl.boxKeyPair().secretKey, ed25519Seed: nacl.randomBytes(32) }
}

// A random number is a valid key but for 2^-128 of them; the first bit off leaves none of those.
function newOperatorKey(nacl: NaclSuite): Bytes {
  const key = nacl.randomBytes(32)
  key[0] = (key[0] ?? 0) & 0x7f
  return key
}

function identityOf(secrets: Secrets, { nacl, ecdsa }: IdentityModules): NodeIdentity {
  const { operatorKey, pepper } = secrets
  const [newest, ...older] = secrets.epochs.map((keys) => epochKeysOf(nacl, keys))
  if (newest === undefined) throw new MeshError('store.corrupt', { detail: 'no key epoch' })
  const epochs: NodeIdentity['epochs'] = [newest, ...older]
  return {
    ...{ address: ecdsa.addressOf(operatorKey), operatorKey, pepper, epochs },
    wipe() {
      operatorKey.fill(0)
      pepper.fill(0)
      for (const { x25519, ed25519 } of epochs) {
        x25519.secretKey.fill(0)
        ed25519.secretKey.fill(0)
      }
    },
  }
}

function epochKeysOf(
  nacl: NaclSuite,
  { epoch, x25519Secret, ed25519Seed }: Secrets['epochs'][number],
): EpochKeys {
  const x25519 = { publicKey: nacl.boxPublicKey(x25519Secret), secretKey: x25519Secret }
  return { epoch, x25519, ed25519: nacl.signKeyPair(ed25519Seed) }
}

async function save(
  file: string,
  secrets: Secrets,
  { masterKey, nacl }: IdentityModules,
  options: { replace: boolean },
): Promise<void> {
  const sealed = createSealer(nacl).seal(
    masterKey.derive('identity'),
    place,
    encodeDocument(secrets),
  )
  await writeJsonFile(file, { format: currentFormat, sealed: toBase64Url(sealed) }, options)
}

async function load(file: string, { masterKey, nacl }: IdentityModules): Promise<Secrets> {
  const { sealed } = await readFormattedFile(file, { format: currentFormat, schema: fileSchema })
  try {
    return decodeDocument<Secrets>(
      createSealer(nacl).open(masterKey.derive('identity'), place, sealed),
    )
  } catch (cause) {
    throw new MeshError('store.wrong_key', { detail: 'the identity does not open', cause })
  }
}

import { existsSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Address } from '@creditmesh/sdk/chain/ids.ts'
import { toHex } from '@creditmesh/sdk/crypto/bytes.ts'
import type { KeyPair } from '@creditmesh/sdk/crypto/nacl.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { writeAtomically } from '../files/atomicFile.ts'
import type { CryptoSuites } from '../native/cryptoSuites.ts'
import { createSecretFile, readSecretFile } from '../store/sealing/secretFile.ts'

/** Who a lender is: its account, and the keys that it registered on chain. */
export interface LenderKeys {
  readonly address: Address
  readonly accountSecret: Uint8Array
  readonly x25519: KeyPair
  readonly ed25519: KeyPair
}

function lenderFiles(folder: string) {
  return {
    account: join(folder, 'account.key'),
    x25519: join(folder, 'x25519.key'),
    ed25519: join(folder, 'ed25519.key'),
    /** The public part, written last: where it is, the rest is whole. */
    publicIdentity: join(folder, 'identity.json'),
  }
}

/** Where a lender's journal lies. */
export function lenderJournalFolder(folder: string): string {
  return join(folder, 'journal')
}

/** Makes a lender's keys unless they are there. What a kill left half made is made again: nobody knew it yet. */
export async function ensureLenderFolder(
  folder: string,
  suites: CryptoSuites,
): Promise<LenderKeys> {
  const files = lenderFiles(folder)
  if (existsSync(files.publicIdentity)) return openLenderFolder(folder, suites)
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const file of [files.account, files.x25519, files.ed25519]) {
    await createSecretFile(file, suites.nacl.randomBytes(32))
  }
  const keys = await readKeys(folder, suites)
  const { address, x25519, ed25519 } = keys
  const shown = { address, x25519: toHex(x25519.publicKey), ed25519: toHex(ed25519.publicKey) }
  await writeAtomically(files.publicIdentity, `${JSON.stringify(shown, null, 2)}\n`)
  return keys
}

/** Reads a lender's keys. Throws `file.not_found` where there is no such lender. */
export async function openLenderFolder(folder: string, suites: CryptoSuites): Promise<LenderKeys> {
  if (!existsSync(lenderFiles(folder).publicIdentity)) {
    throw new MeshError('file.not_found', {
      detail: 'there is no such lender in the state folder',
      details: { folder },
    })
  }
  return readKeys(folder, suites)
}

async function readKeys(folder: string, { nacl, ecdsa }: CryptoSuites): Promise<LenderKeys> {
  const files = lenderFiles(folder)
  const accountSecret = await readSecretFile(files.account)
  const secretKey = await readSecretFile(files.x25519)
  return {
    address: ecdsa.addressOf(accountSecret),
    accountSecret,
    x25519: { publicKey: nacl.boxPublicKey(secretKey), secretKey },
    ed25519: nacl.signKeyPair(await readSecretFile(files.ed25519)),
  }
}

import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { StateFolder } from '@creditmesh/agency-node/files/stateFolder.ts'
import {
  createSecretFile,
  readSecretFile,
} from '@creditmesh/agency-node/store/sealing/secretFile.ts'
import type { Bytes } from '@creditmesh/sdk/crypto/bytes.ts'
import { tweetnaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'

/**
 * Who governs a local network: one key for the council, supervisor and auditor roles, one for the settlement agent, one
 * for the relayer, and the consortium's pepper. Each agency has two more: its keystore's, and its approver's (approvers.ts).
 */
export const networkSecrets = ['council', 'settlement', 'relayer', 'pepper'] as const

/** Gives a secret of the network; makes it at the first time. Each is a file of its own that only its owner reads. */
export async function ensureSecret(folder: StateFolder, name: string): Promise<Bytes> {
  const path = folder.secretFile(name)
  if (!existsSync(path)) await create(path)
  return readSecretFile(path)
}

/** A kill leaves no half-written secret under the final name. */
async function create(path: string): Promise<void> {
  const temporary = `${path}.new`
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await rm(temporary, { force: true })
  await createSecretFile(temporary, tweetnaclSuite.randomBytes(32))
  await rename(temporary, path)
}

import { type FileHandle, open, readFile, stat } from 'node:fs/promises'
import { type Bytes, fromHex, toHex } from '@creditmesh/sdk/crypto/bytes.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'

const secretLength = 32

/**
 * Reads a file of 32 secret bytes, raw or in hex: a key file, a pepper. Throws `file.not_found`, or `key.invalid` if
 * others than the owner can read it or it has another length.
 */
export async function readSecretFile(path: string): Promise<Bytes> {
  await requireOwnerOnly(path)
  const content = await readFile(path)
  if (content.length === secretLength) return Uint8Array.from(content)
  const text = content.toString('latin1').trim()
  if (/^(?:0x)?[0-9a-fA-F]{64}$/.test(text)) return fromHex(`0x${text.replace(/^0x/, '')}`)
  throw new MeshError('key.invalid', {
    detail: 'a secret file holds 32 bytes, raw or as 64 hex digits',
    details: { path },
  })
}

/** Writes 32 secret bytes in hex, readable by the owner only. Throws `config.invalid` if the file exists. */
export async function createSecretFile(path: string, secret: Uint8Array): Promise<void> {
  const file = await createOwnerOnly(path)
  try {
    await file.writeFile(`${toHex(secret).slice(2)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function createOwnerOnly(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx', 0o600)
  } catch (cause) {
    throw new MeshError('config.invalid', {
      detail: 'the file cannot be created; an existing one is never overwritten',
      details: { path },
      cause,
    })
  }
}

async function requireOwnerOnly(path: string): Promise<void> {
  const { mode } = await stat(path).catch((cause: unknown) => {
    throw new MeshError('file.not_found', { details: { path }, cause })
  })
  if (process.platform === 'win32' || (mode & 0o077) === 0) return
  throw new MeshError('key.invalid', {
    detail: 'a secret file must not be readable by others (chmod 600)',
    details: { path, mode: (mode & 0o777).toString(8) },
  })
}

import { type Bytes, fromBase64Url, toBase64Url } from '@creditmesh/sdk/crypto/bytes.ts'
import { z } from 'zod'
import { readFormattedFile, writeJsonFile } from './formattedFile.ts'
import type { Protection } from './keyProtection.ts'

const currentFormat = 1

/** The small file beside a store: how the operator's secret becomes a key, and what that key seals. */
export interface KeystoreFile {
  readonly format: typeof currentFormat
  readonly protection: Protection
  readonly sealedMasterKey: Bytes
}

const base64Url = z.string().transform((text) => fromBase64Url(text))
const schema = z.strictObject({
  format: z.literal(currentFormat),
  protection: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('scrypt'), logN: z.int(), salt: base64Url }),
    z.strictObject({ kind: z.literal('keyFile'), salt: base64Url }),
  ]),
  sealedMasterKey: base64Url,
})

/** Throws `file.not_found`, `store.format_unknown` or `store.corrupt`. */
export function readKeystoreFile(path: string): Promise<KeystoreFile> {
  return readFormattedFile(path, { format: currentFormat, schema })
}

export async function writeKeystoreFile(
  path: string,
  { format, protection, sealedMasterKey }: KeystoreFile,
  options: { replace: boolean },
): Promise<void> {
  const value = {
    format,
    protection: { ...protection, salt: toBase64Url(protection.salt) },
    sealedMasterKey: toBase64Url(sealedMasterKey),
  }
  await writeJsonFile(path, value, options)
}

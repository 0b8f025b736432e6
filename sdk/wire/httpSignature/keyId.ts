import type { Hex } from '../../crypto/bytes.ts'
import { MeshError } from '../../errors.ts'

/** Which of a member's registered keys signed: the account in lower case and the epoch of its keys. */
export interface KeyId {
  readonly address: Hex
  readonly epoch: number
}

export function formatKeyId({ address, epoch }: KeyId): string {
  return `${address.toLowerCase()}#${epoch}`
}

/** Parses `0x…#epoch` in its one spelling. Throws `auth.signature_invalid`. */
export function parseKeyId(text: string): KeyId {
  const match = /^(0x[0-9a-f]{40})#(0|[1-9][0-9]{0,9})$/.exec(text)
  if (match === null) {
    throw new MeshError('auth.signature_invalid', { detail: 'keyid is not <address>#<epoch>' })
  }
  return { address: match[1] as Hex, epoch: Number(match[2]) } // the pattern begins with 0x
}

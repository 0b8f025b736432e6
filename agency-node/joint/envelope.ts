import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import type { NaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import { openSealed, sealTo } from '@creditmesh/sdk/crypto/sealedBox.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { decodeMessage, encodeMessage } from '@creditmesh/sdk/wire/json.ts'
import type { z } from 'zod'

/** Seals a message to a party; it opens there alone, and as what it was meant for alone. */
export function sealMessage(
  nacl: NaclSuite,
  body: unknown,
  { to, context }: { readonly to: Uint8Array; readonly context: string },
): Uint8Array<ArrayBuffer> {
  return sealTo(nacl, to, encodeMessage(body), context)
}

/** Opens with the newest key that fits and parses. Throws `joint.protocol` or `input.invalid`. */
export function openMessage<S extends z.ZodType>(
  schema: S,
  sealed: Uint8Array,
  {
    nacl,
    x25519Secrets,
    context,
  }: {
    readonly nacl: NaclSuite
    readonly x25519Secrets: readonly Uint8Array[]
    readonly context: string
  },
): z.output<S> {
  for (const secret of x25519Secrets) {
    const opened = tryToOpen(() => openSealed(nacl, secret, sealed, context))
    if (opened !== null) return decodeMessage(schema, opened)
  }
  throw new MeshError('joint.protocol', { details: { check: 'seal' } })
}

function tryToOpen<T>(open: () => T): T | null {
  try {
    return open()
  } catch {
    return null
  }
}

export function lowerCase(address: Hex): Hex {
  return address.toLowerCase() as Hex // hex digits stay hex digits
}

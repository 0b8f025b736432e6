import { createHash } from 'node:crypto'
import { concat, type Hex, utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { type Identifier, normaliseIdentifier } from '@creditmesh/sdk/crypto/identifiers.ts'
import type { NaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'

const tagLength = 32
/** Every key seals one entry, once. */
const noNonce = new Uint8Array(24)

/** A session's own spelling of a person: the same person hashes to another point in any other session. */
export function linkInput(sessionId: Hex, identifier: Identifier): Uint8Array {
  return utf8(`creditmesh/joint/link/1:${sessionId}:${normaliseIdentifier(identifier)}`)
}

/** What a person's point, multiplied by the holder's secret, becomes: the tag to find her by and the key to her values. */
export interface LinkSecret {
  readonly tag: Uint8Array
  readonly key: Uint8Array
}

/** Hashed with the input, as 2HashDH does (Jarecki, Kiayias and Krawczyk 2014), so that a point alone is worth nothing. */
export function linkSecret(input: Uint8Array, point: Uint8Array): LinkSecret {
  const length = Uint8Array.of(input.length >> 8, input.length & 255)
  const digest = createHash('sha512')
    .update(concat(utf8('creditmesh/joint/link/out/1\n'), length, input, point))
    .digest()
  return { tag: digest.subarray(0, tagLength), key: digest.subarray(tagLength) }
}

/** Bytes of an entry with this many values. */
export function entryLength(columns: number): number {
  return tagLength + 16 + 8 * columns
}

export function sealEntry(
  { tag, key }: LinkSecret,
  values: Float64Array,
  nacl: Pick<NaclSuite, 'secretbox'>,
): Uint8Array {
  const view = new DataView(new ArrayBuffer(8 * values.length))
  values.forEach((value, at) => {
    view.setFloat64(8 * at, value, true)
  })
  return concat(tag, nacl.secretbox(new Uint8Array(view.buffer), noNonce, key))
}

/** The values of an entry whose tag was found. Throws `joint.protocol` if its key does not open it. */
export function openEntry(
  { key }: Pick<LinkSecret, 'key'>,
  entry: Uint8Array,
  nacl: Pick<NaclSuite, 'secretboxOpen'>,
): Float64Array {
  const opened = nacl.secretboxOpen(entry.subarray(tagLength), noNonce, key)
  if (opened === null) throw new MeshError('joint.protocol', { details: { check: 'entry' } })
  const view = new DataView(opened.buffer, opened.byteOffset, opened.byteLength)
  return Float64Array.from({ length: opened.length / 8 }, (_, at) => view.getFloat64(8 * at, true))
}

export function tagOf(entry: Uint8Array): string {
  return Buffer.from(entry.subarray(0, tagLength)).toString('latin1')
}

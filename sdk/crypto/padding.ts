import { MeshError } from '../errors.ts'
import type { Bytes } from './bytes.ts'

const lengthBytes = 4
/** The smallest size class of PROTOCOL 4, step 3. */
export const smallestClass = 4096

/**
 * Pads to the next power of two from 4 KiB: length (4 bytes, big endian), message, zeros. A message that is to look
 * like a longer one takes at least the class of `room` bytes.
 */
export function pad(message: Uint8Array, room = 0): Bytes {
  const needed = lengthBytes + Math.max(message.length, room)
  let size = smallestClass
  while (size < needed) size *= 2
  const padded = new Uint8Array(size)
  new DataView(padded.buffer).setUint32(0, message.length)
  padded.set(message, lengthBytes)
  return padded
}

/** Takes the padding off. Throws `http.bad_response` for anything that `pad` does not make. */
export function unpad(padded: Uint8Array): Bytes {
  const isClass = padded.length >= smallestClass && (padded.length & (padded.length - 1)) === 0
  const length = isClass ? new DataView(padded.buffer, padded.byteOffset).getUint32(0) : -1
  const end = lengthBytes + length
  const isPadded =
    isClass && end <= padded.length && padded.subarray(end).every((byte) => byte === 0)
  if (!isPadded) throw new MeshError('http.bad_response', { detail: 'malformed padding' })
  return padded.slice(lengthBytes, end)
}

import type { Bytes } from '@creditmesh/sdk/crypto/bytes.ts'

/**
 * Room for a key, cut from Node's pool and not cleared: an array of its own, once an addon asks for its address, costs
 * eight times as much, and a bulk write makes a dozen a person.
 */
export function smallBytes(length: number): Bytes {
  const { buffer, byteOffset } = Buffer.allocUnsafe(length)
  return new Uint8Array(buffer, byteOffset, length)
}

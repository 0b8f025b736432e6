import type { Bytes } from '@creditmesh/sdk/crypto/bytes.ts'
import type { NaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'

const sealVersion = 1
const nonceLength = 24
const macLength = 16
const preambleLength = 1 + nonceLength

/** Where a sealed value belongs: its key in the database and which version of it is expected there. */
export interface Place {
  readonly key: Uint8Array
  readonly version: number
}

export type ContentPart = Uint8Array | string

export interface Sealer {
  /** Joins the parts; text is sealed as UTF-8. */
  seal(secretKey: Uint8Array, place: Place, ...content: readonly ContentPart[]): Bytes
  /** Opens what `seal` made for this very place. Throws `store.corrupt` for anything else. */
  open(secretKey: Uint8Array, place: Place, sealed: Uint8Array): Bytes
}

/**
 * Seals values for one place each: seal version, random nonce, secretbox(key length, key, version, content).
 *
 * NaCl's secretbox has no associated data. A subkey for each place would bind as well but costs a hash a value;
 * a nonce made of the place would repeat when the value is rewritten. So the place stands inside, where the box's
 * own authentication covers it, and opening compares it before anything is believed.
 */
export function createSealer(nacl: NaclSuite): Sealer {
  // One buffer for the plaintext of every call: an import seals three values a person.
  let scratch = new Uint8Array(16 << 10)
  const allocate = createAllocator()
  return {
    seal(secretKey, { key, version }, ...content) {
      const headerLength = headerLengthOf(key)
      const needed = headerLength + mostBytesOf(content)
      if (scratch.length < needed) scratch = new Uint8Array(2 * needed)
      writeHeader(scratch, key, version)
      const bound = scratch.subarray(0, writeContent(scratch, headerLength, content))
      const sealed = allocate(preambleLength + bound.length + macLength)
      sealed[0] = sealVersion
      sealed.set(nacl.randomBytes(nonceLength), 1)
      const nonce = sealed.subarray(1, preambleLength)
      nacl.secretboxInto(sealed.subarray(preambleLength), bound, nonce, secretKey)
      bound.fill(0)
      return sealed
    },
    open(secretKey, { key, version }, sealed) {
      const headerLength = headerLengthOf(key)
      if (sealed[0] !== sealVersion || sealed.length < preambleLength + macLength + headerLength) {
        throw new MeshError('store.corrupt', { detail: 'a stored value has no known form' })
      }
      const nonce = sealed.subarray(1, preambleLength)
      const bound = nacl.secretboxOpen(sealed.subarray(preambleLength), nonce, secretKey)
      if (bound === null) {
        throw new MeshError('store.corrupt', { detail: 'a stored value does not authenticate' })
      }
      if (!isBoundTo(bound, key, version)) {
        throw new MeshError('store.corrupt', { detail: 'a stored value belongs to another place' })
      }
      return bound.subarray(headerLength)
    },
  }
}

const encoder = new TextEncoder()

// No UTF-16 unit takes more than three bytes of UTF-8.
function mostBytesOf(content: readonly ContentPart[]): number {
  let bytes = 0
  for (const part of content) bytes += part.length * (typeof part === 'string' ? 3 : 1)
  return bytes
}

/** Gives where the content ends. */
function writeContent(target: Uint8Array, from: number, content: readonly ContentPart[]): number {
  let at = from
  for (const part of content) {
    if (typeof part === 'string') {
      at += encoder.encodeInto(part, target.subarray(at)).written
    } else {
      target.set(part, at)
      at += part.length
    }
  }
  return at
}

const blockLength = 64 << 10

/** Cuts sealed values out of larger blocks: an allocation each would cost an import more than the sealing does. */
function createAllocator(): (length: number) => Bytes {
  let block = new Uint8Array(0)
  let used = 0
  return (length) => {
    if (length > blockLength / 8) return new Uint8Array(length)
    if (used + length > block.length) {
      block = new Uint8Array(blockLength)
      used = 0
    }
    used += length
    return block.subarray(used - length, used)
  }
}

function headerLengthOf(key: Uint8Array): number {
  return 1 + key.length + 4
}

function writeHeader(target: Uint8Array, key: Uint8Array, version: number): void {
  target[0] = key.length
  target.set(key, 1)
  for (let i = 0; i < 4; i += 1) target[1 + key.length + i] = version >>> (24 - 8 * i)
}

function isBoundTo(bound: Uint8Array, key: Uint8Array, version: number): boolean {
  const expected = new Uint8Array(headerLengthOf(key))
  writeHeader(expected, key, version)
  return expected.every((byte, i) => bound[i] === byte)
}

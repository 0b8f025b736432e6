import { createHash } from 'node:crypto'
import type { Bytes } from '@creditmesh/sdk/crypto/bytes.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { Secp256k1 } from 'secp256k1/bindings.js'

/** Points and scalars of a group of prime order: no point but the identity has a small order, and that one has no spelling. */
export interface PrimeGroup {
  /** Bytes of a point. */
  readonly pointLength: number
  /** A point that nobody knows a multiple of anything for. */
  hashToPoint(input: Uint8Array): Bytes
  /** Throws `joint.protocol` for bytes that are no point. */
  multiply(point: Uint8Array, scalar: Uint8Array): Bytes
  /** A scalar from random bytes; the caller wipes it. */
  randomScalar(randomBytes: (length: number) => Bytes): Bytes
  invert(scalar: Uint8Array): Bytes
}

const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

/**
 * secp256k1 by libsecp256k1, whose ECDH multiplies in constant time. Points are hashed to by trying x = SHA-256(input, i)
 * until one lies on the curve, y even (Boneh, Lynn and Shacham 2001, 3.3): two tries on average. Their number depends on the
 * input; only whoever holds the input could time it.
 */
export function createPrimeGroup(secp256k1: Secp256k1): PrimeGroup {
  const pointLength = 33
  const buffers = { xbuf: new Uint8Array(32), ybuf: new Uint8Array(32) }
  const hashfn = (x: Uint8Array, y: Uint8Array) => {
    const point = new Uint8Array(pointLength)
    point[0] = 2 | ((y[31] as number) & 1)
    point.set(x, 1)
    return point
  }
  const randomScalar: PrimeGroup['randomScalar'] = (randomBytes) => {
    for (;;) {
      const scalar = randomBytes(32)
      if (secp256k1.privateKeyVerify(scalar)) return scalar
    }
  }
  return {
    pointLength,
    hashToPoint(input) {
      const point = new Uint8Array(pointLength)
      point[0] = 2
      for (let attempt = 0; ; attempt++) {
        const digest = createHash('sha256').update(input).update(Uint8Array.of(attempt)).digest()
        point.set(digest, 1)
        if (secp256k1.publicKeyVerify(point)) return point
        if (attempt === 255) throw new MeshError('internal.unexpected') // once in 2^256
      }
    },
    multiply(point, scalar) {
      if (point.length !== pointLength || !secp256k1.publicKeyVerify(point)) {
        throw new MeshError('joint.protocol', { details: { check: 'point' } })
      }
      const out = new Uint8Array(pointLength)
      secp256k1.ecdh(point, scalar, { hashfn, ...buffers }, out)
      return out
    },
    randomScalar,
    invert: (scalar) => toScalar(power(fromScalar(scalar), order - 2n)),
  }
}

/** By Fermat: the same steps for every scalar. */
function power(base: bigint, exponent: bigint): bigint {
  let result = 1n
  for (const bit of exponent.toString(2)) {
    result = (result * result) % order
    if (bit === '1') result = (result * base) % order
  }
  return result
}

function fromScalar(scalar: Uint8Array): bigint {
  return scalar.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
}

function toScalar(value: bigint): Bytes {
  const bytes = new Uint8Array(32)
  for (let at = 31, rest = value; at >= 0; at--, rest >>= 8n) bytes[at] = Number(rest & 255n)
  return bytes
}

/** Null where the addon does not load. */
export async function loadPrimeGroup(): Promise<PrimeGroup | null> {
  try {
    return createPrimeGroup((await import('secp256k1/bindings.js')).default)
  } catch {
    return null
  }
}

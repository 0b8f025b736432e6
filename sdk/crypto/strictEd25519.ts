import type { Bytes } from './bytes.ts'

// 2^252 + 27742317777372353535851937790883648493, the order of the base point.
const groupOrder = littleEndian('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010')
// 2^255 - 19, which coordinates are below.
const fieldPrime = littleEndian('edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f')

/** The y of the eight points whose order divides 8; the sign of x does not matter. */
const smallOrderYs = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
].map(littleEndian)

/**
 * What a signature and a public key must be beyond fitting each other (RFC 8032, 5.1.7, and libsodium's rules):
 * S below the group order, or a second signature could be made of each; A and R points in their one encoding and of no
 * small order, or a key would fit signatures of many messages. Without it, nodes could disagree over one signature.
 */
export function isStrictEd25519(signature: Uint8Array, publicKey: Uint8Array): boolean {
  const s = signature.subarray(32, 64)
  return isBelow(s, groupOrder) && isProperPoint(publicKey) && isProperPoint(signature)
}

function isProperPoint(encoding: Uint8Array): boolean {
  const y = encoding.slice(0, 32)
  y[31] = (y[31] ?? 0) & 0x7f // the highest bit is the sign of x
  return isBelow(y, fieldPrime) && !smallOrderYs.some((other) => isSame(y, other))
}

/** Of two numbers of 32 bytes each; both are public, so time may tell them. */
function isBelow(one: Uint8Array, other: Uint8Array): boolean {
  for (let i = 31; i >= 0; i -= 1) {
    const difference = (one[i] ?? 0) - (other[i] ?? 0)
    if (difference !== 0) return difference < 0
  }
  return false
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.every((byte, i) => byte === other[i])
}

function littleEndian(hex: string): Bytes {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

import { type Bytes, concat, fromHex, type Hex, toHex, utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import type { EcdsaSuite } from '@creditmesh/sdk/crypto/secp256k1.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { IHasher } from 'hash-wasm'
import type { Secp256k1 } from 'secp256k1/bindings.js'

// SEC 2, section 2.4.1: half of the order of the group. A larger s is the malleable twin that contracts refuse.
const halfOrder = fromHex('0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0')

/** secp256k1 by libsecp256k1's addon, Keccak-256 by WebAssembly: the bytes of ethers, 12 to 100 times as fast. */
export function createNativeEcdsa(secp256k1: Secp256k1, keccakHasher: IHasher): EcdsaSuite {
  const keccak256 = (bytes: Uint8Array): Bytes =>
    keccakHasher.init().update(bytes).digest('binary') as Bytes // hash-wasm allocates its own ArrayBuffer

  const addressOfPoint = (publicKey: Uint8Array): Hex =>
    checksum(toHex(keccak256(publicKey.subarray(1)).subarray(12)), keccak256)

  return {
    name: 'secp256k1 + hash-wasm',
    keccak256,
    sign(digest, secretKey) {
      const { signature, recid } = secp256k1.ecdsaSign(digest, secretKey)
      return toHex(concat(signature, Uint8Array.of(27 + recid)))
    },
    recover(digest, signature) {
      const { compact, recoveryId } = parseSignature(signature)
      try {
        return addressOfPoint(secp256k1.ecdsaRecover(compact, recoveryId, digest, false))
      } catch (cause) {
        throw malformed(cause)
      }
    },
    addressOf: (secretKey) => addressOfPoint(secp256k1.publicKeyCreate(secretKey, false)),
  }
}

function parseSignature(signature: Hex): { compact: Bytes; recoveryId: number } {
  if (signature.length !== 2 + 2 * 65) throw malformed()
  let bytes: Bytes
  try {
    bytes = fromHex(signature)
  } catch (cause) {
    throw malformed(cause)
  }
  const v = bytes[64]
  if ((v !== 27 && v !== 28) || exceeds(bytes.subarray(32, 64), halfOrder)) throw malformed()
  return { compact: bytes.subarray(0, 64), recoveryId: v - 27 }
}

function exceeds(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < a.length; i += 1) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0)
    if (difference !== 0) return difference > 0
  }
  return false
}

function malformed(cause?: unknown): MeshError {
  return new MeshError('auth.signature_invalid', { detail: 'malformed signature', cause })
}

/** EIP-55, as `checksumAddress` of the SDK, by the faster hash. */
function checksum(lowerCase: Hex, keccak256: (bytes: Uint8Array) => Bytes): Hex {
  const digest = keccak256(utf8(lowerCase.slice(2)))
  let spelled = '0x'
  for (let i = 0; i < 40; i += 1) {
    const pair = digest[i >> 1] ?? 0
    const nibble = i % 2 === 0 ? pair >> 4 : pair & 15
    const digit = lowerCase.charAt(i + 2)
    spelled += nibble >= 8 ? digit.toUpperCase() : digit
  }
  return spelled as Hex // the loop changes nothing but the case
}

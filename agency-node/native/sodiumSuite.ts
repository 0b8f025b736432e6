import type { Bytes } from '@creditmesh/sdk/crypto/bytes.ts'
import type { KeyPair, NaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { Sodium } from 'sodium-native'

const macLength = 16

/**
 * NaCl by libsodium's addon: the bytes of tweetnacl, 20 to 400 times as fast (PERFORMANCE 1). It is stricter with
 * hostile input: no box is made to a public key of small order.
 */
export function createSodiumSuite(sodium: Sodium): NaclSuite {
  return {
    name: 'sodium-native',
    randomBytes: randomSource(sodium),
    ...boxing(sodium),
    ...secretBoxing(sodium),
    ...signing(sodium),
  }
}

const poolLength = 4096

/** Random bytes from a pool: one call of the addon serves 170 nonces. What was given is erased from the pool. */
function randomSource(sodium: Sodium): NaclSuite['randomBytes'] {
  const pool = new Uint8Array(poolLength)
  let used = poolLength
  return (length) => {
    if (length > poolLength) return filled(sodium, new Uint8Array(length))
    if (used + length > poolLength) {
      filled(sodium, pool)
      used = 0
    }
    const given = pool.slice(used, used + length)
    pool.fill(0, used, used + length)
    used += length
    return given
  }
}

function filled(sodium: Sodium, bytes: Bytes): Bytes {
  sodium.randombytes_buf(bytes)
  return bytes
}

function boxing(
  sodium: Sodium,
): Pick<NaclSuite, 'boxKeyPair' | 'boxPublicKey' | 'box' | 'boxOpen'> {
  return {
    boxKeyPair: () => keyPair(32, (pk, sk) => sodium.crypto_box_keypair(pk, sk)),
    boxPublicKey(secretKey) {
      const publicKey = new Uint8Array(32)
      sodium.crypto_scalarmult_base(publicKey, secretKey)
      return publicKey
    },
    box(message, nonce, theirs, mine) {
      const box = new Uint8Array(message.length + macLength)
      try {
        sodium.crypto_box_easy(box, message, nonce, theirs, mine)
      } catch (cause) {
        throw new MeshError('key.invalid', { detail: 'a public key is not usable', cause })
      }
      return box
    },
    boxOpen: (box, nonce, theirs, mine) =>
      openedOrNull(box, (message) =>
        sodium.crypto_box_open_easy(message, box, nonce, theirs, mine),
      ),
  }
}

function secretBoxing(
  sodium: Sodium,
): Pick<NaclSuite, 'secretbox' | 'secretboxInto' | 'secretboxOpen'> {
  return {
    secretbox(message, nonce, key) {
      const box = new Uint8Array(message.length + macLength)
      sodium.crypto_secretbox_easy(box, message, nonce, key)
      return box
    },
    secretboxInto: (box, message, nonce, key) =>
      sodium.crypto_secretbox_easy(box, message, nonce, key),
    secretboxOpen: (box, nonce, key) =>
      openedOrNull(box, (message) => sodium.crypto_secretbox_open_easy(message, box, nonce, key)),
  }
}

function signing(sodium: Sodium): Pick<NaclSuite, 'signKeyPair' | 'sign' | 'verify'> {
  return {
    signKeyPair: (seed) => keyPair(64, (pk, sk) => sodium.crypto_sign_seed_keypair(pk, sk, seed)),
    sign(message, secretKey) {
      const signature = new Uint8Array(64)
      sodium.crypto_sign_detached(signature, message, secretKey)
      return signature
    },
    verify: (message, signature, publicKey) =>
      signature.length === 64 &&
      publicKey.length === 32 &&
      sodium.crypto_sign_verify_detached(signature, message, publicKey),
  }
}

function keyPair(
  secretLength: number,
  fill: (publicKey: Uint8Array, secretKey: Uint8Array) => void,
): KeyPair {
  const publicKey = new Uint8Array(32)
  const secretKey = new Uint8Array(secretLength)
  fill(publicKey, secretKey)
  return { publicKey, secretKey }
}

function openedOrNull(box: Uint8Array, open: (message: Bytes) => boolean): Bytes | null {
  if (box.length < macLength) return null
  const message = new Uint8Array(box.length - macLength)
  return open(message) ? message : null
}

import nacl from 'tweetnacl'
import type { Bytes } from './bytes.ts'
import { isStrictEd25519 } from './strictEd25519.ts'

export interface KeyPair {
  readonly publicKey: Bytes
  readonly secretKey: Bytes
}

/**
 * NaCl's primitives, by their lengths: nonce 24, box and secretbox keys 32, Ed25519 public key 32, Ed25519
 * secret key 64 (seed then public key), signature 64. Opening gives null when the bytes do not authenticate.
 * Every implementation yields the same bytes and refuses the same ones; tests prove it.
 */
export interface NaclSuite {
  readonly name: string
  randomBytes(length: number): Bytes
  boxKeyPair(): KeyPair
  /** The X25519 public key of a secret key. */
  boxPublicKey(secretKey: Uint8Array): Bytes
  box(
    message: Uint8Array,
    nonce: Uint8Array,
    theirPublicKey: Uint8Array,
    mySecretKey: Uint8Array,
  ): Bytes
  boxOpen(
    box: Uint8Array,
    nonce: Uint8Array,
    theirPublicKey: Uint8Array,
    mySecretKey: Uint8Array,
  ): Bytes | null
  secretbox(message: Uint8Array, nonce: Uint8Array, key: Uint8Array): Bytes
  /** `secretbox` into memory of the caller's, which is exactly 16 bytes longer than the message. */
  secretboxInto(box: Uint8Array, message: Uint8Array, nonce: Uint8Array, key: Uint8Array): void
  secretboxOpen(box: Uint8Array, nonce: Uint8Array, key: Uint8Array): Bytes | null
  signKeyPair(seed: Uint8Array): KeyPair
  sign(message: Uint8Array, secretKey: Uint8Array): Bytes
  verify(message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean
}

/** The reference: tweetnacl, for browsers and wherever no native addon loads. */
export const tweetnaclSuite: NaclSuite = {
  name: 'tweetnacl',
  randomBytes: (length) => globalThis.crypto.getRandomValues(new Uint8Array(length)),
  boxKeyPair: () => nacl.box.keyPair() as KeyPair, // tweetnacl allocates its own ArrayBuffers
  boxPublicKey: (secretKey) => nacl.box.keyPair.fromSecretKey(secretKey).publicKey as Bytes,
  box: (message, nonce, theirs, mine) => nacl.box(message, nonce, theirs, mine) as Bytes,
  boxOpen: (box, nonce, theirs, mine) => nacl.box.open(box, nonce, theirs, mine) as Bytes | null,
  secretbox: (message, nonce, key) => nacl.secretbox(message, nonce, key) as Bytes,
  secretboxInto: (box, message, nonce, key) => box.set(nacl.secretbox(message, nonce, key)),
  secretboxOpen: (box, nonce, key) => nacl.secretbox.open(box, nonce, key) as Bytes | null,
  signKeyPair: (seed) => nacl.sign.keyPair.fromSeed(seed) as KeyPair,
  sign: (message, secretKey) => nacl.sign.detached(message, secretKey) as Bytes,
  verify: (message, signature, publicKey) =>
    signature.length === 64 &&
    publicKey.length === 32 &&
    isStrictEd25519(signature, publicKey) &&
    nacl.sign.detached.verify(message, signature, publicKey),
}

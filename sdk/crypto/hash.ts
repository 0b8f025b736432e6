import { hkdf } from '@noble/hashes/hkdf.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js'
import { keccak_256 } from '@noble/hashes/sha3.js'
import type { Bytes } from './bytes.ts'

export function keccak256(bytes: Uint8Array): Bytes {
  return keccak_256(bytes) as Bytes // noble allocates its own ArrayBuffer
}

export function sha256(bytes: Uint8Array): Bytes {
  return nobleSha256(bytes) as Bytes // as above
}

export function hmacSha256(key: Uint8Array, message: Uint8Array): Bytes {
  return hmac(nobleSha256, key, message) as Bytes // as above
}

/** HKDF with SHA-256 (RFC 5869): `length` bytes from `secret`, separated by `info`. */
export function hkdfSha256(
  secret: Uint8Array,
  { salt, info, length = 32 }: { salt: Uint8Array; info: Uint8Array; length?: number },
): Bytes {
  return hkdf(nobleSha256, secret, salt, info, length) as Bytes // as above
}

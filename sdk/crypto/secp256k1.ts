import { recoverAddress, SigningKey } from 'ethers'
import { MeshError } from '../errors.ts'
import { type Bytes, type Hex, toHex } from './bytes.ts'
import { keccak256 } from './hash.ts'

/**
 * secp256k1 signatures over 32-byte digests as Ethereum spells them: r, s (low half), v = 27 or 28; 65 bytes in hex.
 * Every implementation yields the same bytes (RFC 6979 nonces); tests prove it.
 */
export interface EcdsaSuite {
  readonly name: string
  keccak256(bytes: Uint8Array): Bytes
  sign(digest: Uint8Array, secretKey: Uint8Array): Hex
  /** The signer's address, checksummed. Throws `auth.signature_invalid` if the signature is malformed. */
  recover(digest: Uint8Array, signature: Hex): Hex
  addressOf(secretKey: Uint8Array): Hex
}

/** The reference: ethers (noble curves), for browsers and wherever no native addon loads. */
export const ethersEcdsa: EcdsaSuite = {
  name: 'ethers',
  keccak256,
  sign: (digest, secretKey) => new SigningKey(secretKey).sign(digest).serialized as Hex, // ethers writes 0x
  recover(digest, signature) {
    // Ethers also reads other spellings of v and the compact form, which no contract of ours takes.
    if (!/^0x[0-9a-f]{128}1[bc]$/i.test(signature)) throw malformed()
    try {
      return recoverAddress(digest, signature) as Hex // as above
    } catch (cause) {
      throw malformed(cause)
    }
  },
  addressOf: (secretKey) => addressOfPublicKey(new SigningKey(secretKey).publicKey),
}

function malformed(cause?: unknown): MeshError {
  return new MeshError('auth.signature_invalid', { detail: 'malformed signature', cause })
}

function addressOfPublicKey(publicKey: string): Hex {
  const bytes = Uint8Array.from(publicKey.slice(4).match(/../g) ?? [], (pair) =>
    Number.parseInt(pair, 16),
  )
  return checksumAddress(toHex(keccak256(bytes).subarray(12)))
}

/** EIP-55 spelling of an address given in any case. */
export function checksumAddress(address: string): Hex {
  const lower = address.slice(2).toLowerCase()
  const digest = toHex(keccak256(new TextEncoder().encode(lower))).slice(2)
  const spelled = Array.from(lower, (digit, i) =>
    Number.parseInt(digest[i] ?? '0', 16) >= 8 ? digit.toUpperCase() : digit,
  )
  return `0x${spelled.join('')}`
}

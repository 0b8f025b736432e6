import { type Bytes, toHex, utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { sha256 } from '@creditmesh/sdk/crypto/hash.ts'
import { tweetnaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import { ethersEcdsa } from '@creditmesh/sdk/crypto/secp256k1.ts'

/** The keys of a member, always the same for a name. */
export function memberKeys(name: string) {
  const secretOf = (use: string): Bytes => sha256(utf8(`test key of ${name} for ${use}`))
  const account = secretOf('account')
  const x25519 = secretOf('x25519')
  return {
    name,
    account,
    address: ethersEcdsa.addressOf(account),
    ed25519: tweetnaclSuite.signKeyPair(secretOf('ed25519')),
    x25519: { secretKey: x25519, publicKey: tweetnaclSuite.boxPublicKey(x25519) },
  }
}
export type MemberKeys = ReturnType<typeof memberKeys>

/** 32 bytes that stand for anything, always the same for a label. */
export function digestOf(label: string) {
  return toHex(sha256(utf8(label)))
}

export const testDomains = {
  chainId: 31_337,
  addresses: {
    consents: '0x00000000000000000000000000000000000000C1',
    queries: '0x00000000000000000000000000000000000000C2',
  },
} as const

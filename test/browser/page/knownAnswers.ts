import { commitmentOf, keyHash, outcomeCommitment, queryIdOf } from '@creditmesh/sdk/chain/ids.ts'
import { createAddressScope } from '@creditmesh/sdk/chain/merkleScope.ts'
import { freeGas, signTransaction } from '@creditmesh/sdk/chain/sender.ts'
import { createTypedData } from '@creditmesh/sdk/chain/typedData.ts'
import { fromHex, toBase64Url, toHex, utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { canonicalJson } from '@creditmesh/sdk/crypto/canonicalJson.ts'
import { hkdfSha256, hmacSha256, keccak256, sha256 } from '@creditmesh/sdk/crypto/hash.ts'
import { normaliseIdentifier } from '@creditmesh/sdk/crypto/identifiers.ts'
import { tweetnaclSuite as nacl } from '@creditmesh/sdk/crypto/nacl.ts'
import { openSealed } from '@creditmesh/sdk/crypto/sealedBox.ts'
import { ethersEcdsa as ecdsa } from '@creditmesh/sdk/crypto/secp256k1.ts'

// The same computations in the page and in Node: what both give must be the same bytes.

const secret = sha256(utf8('a secret of the browser test'))
const other = sha256(utf8('another secret of the browser test'))
const digest = toHex(sha256(utf8('a digest of the browser test')))
const nonce = new Uint8Array(24).fill(5)
const message = utf8('Grüße aus München, 你好')

/** Everything that two sides of the protocol must spell alike. */
export function knownAnswers(): Record<string, string> {
  return { ...published(), ...boxes(), ...signatures(), ...names() }
}

/** Answers that standards print. */
function published(): Record<string, string> {
  const seed = fromHex('0x9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60')
  return {
    sha256: toHex(sha256(utf8('abc'))),
    keccak256: toHex(keccak256(new Uint8Array(0))),
    hmac: toHex(hmacSha256(utf8('Jefe'), utf8('what do ya want for nothing?'))),
    hkdf: toHex(
      hkdfSha256(new Uint8Array(22).fill(0x0b), {
        salt: fromHex('0x000102030405060708090a0b0c'),
        info: fromHex('0xf0f1f2f3f4f5f6f7f8f9'),
        length: 42,
      }),
    ),
    ed25519: toHex(nacl.sign(new Uint8Array(0), nacl.signKeyPair(seed).secretKey)),
    canonical: canonicalJson({ b: [1e21, 0.1, 'ö'], a: { '€': null, '1': true } }),
  }
}

function boxes(): Record<string, string> {
  const publicKey = nacl.boxPublicKey(other)
  const box = nacl.box(message, nonce, publicKey, secret)
  // As sealTo would make it with a key and a nonce that are not random.
  const context = 'browser test'
  const bound = new Uint8Array([...sha256(utf8(context)), ...message])
  const sealedBox = nacl.box(bound, nonce, publicKey, secret)
  const sealed = new Uint8Array([1, ...nacl.boxPublicKey(secret), ...nonce, ...sealedBox])
  return {
    box: toHex(box),
    secretbox: toBase64Url(nacl.secretbox(message, nonce, secret)),
    opened: toHex(openSealed(nacl, other, sealed, context)),
  }
}

function signatures(): Record<string, string> {
  const address = ecdsa.addressOf(secret)
  const domains = { chainId: 31_337, addresses: { consents: address, queries: address } }
  const typedData = createTypedData(domains)
  const deadlines = { receiptBy: 1_800_000_000, settleBy: 1_800_000_060 }
  const receipt = { legId: digest, deliveryHash: digest, fee: 7n, missFee: 1n, ...deadlines }
  const signature = typedData.receipt.sign(receipt, secret)
  const fields = { chainId: 31_337, nonce: 3, gasLimit: 400_000n, fees: freeGas }
  const call = { to: address, data: digest }
  return {
    address,
    receipt: signature,
    signer: typedData.receipt.recover(receipt, signature),
    transaction: signTransaction(call, fields, { secretKey: secret }).raw,
  }
}

function names(): Record<string, string> {
  const queries = ecdsa.addressOf(other)
  const identity = { chainId: 31_337, queries, buyer: ecdsa.addressOf(secret) }
  return {
    identifier: normaliseIdentifier({ country: 'de', type: 'passport', value: 'c01x 00t47' }),
    commitment: commitmentOf(digest, secret),
    queryId: queryIdOf({ ...identity, nonce: digest, bodyHash: digest }),
    keyHash: keyHash(digest, secret),
    outcome: outcomeCommitment(digest, 2, secret),
    scope: createAddressScope([queries, identity.buyer]).root,
  }
}

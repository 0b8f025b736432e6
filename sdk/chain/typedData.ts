import { type Bytes, fromHex } from '../crypto/bytes.ts'
import { type EcdsaSuite, ethersEcdsa } from '../crypto/secp256k1.ts'
import {
  consentCancelType,
  consentGrantType,
  consentPauseType,
  consentResumeType,
  consentWithdrawType,
} from './consentStructs.ts'
import type { Address, Digest, Hex } from './ids.ts'
import { deliveryType, offerType, queryTermsType, receiptType } from './queryStructs.ts'
import { defineStruct, hashStruct, type StructType } from './structHash.ts'
import type { Keccak256, WordType } from './words.ts'

/** Where signatures are valid: the chain, and the two contracts that check them. */
export interface SigningDomains {
  readonly chainId: number
  readonly addresses: { readonly consents: Address; readonly queries: Address }
}

/** One EIP-712 type under its contract's domain. */
export interface TypedMessage<T> {
  /** Struct hash: names the content (consentId, deliveryHash, offerHash), whatever the chain. */
  hash(value: T): Digest
  /** What is signed: the struct hash under the domain. */
  digest(value: T): Bytes
  sign(value: T, secretKey: Uint8Array): Hex
  /** The address that signed. Throws `auth.signature_invalid` if the signature is malformed. */
  recover(value: T, signature: Hex): Address
  /** What `eth_signTypedData_v4` of a wallet takes. */
  payload(value: T): WalletPayload<T>
}

export interface WalletPayload<T> {
  readonly domain: Eip712Domain
  readonly types: Readonly<Record<string, readonly { name: string; type: WordType }[]>>
  readonly primaryType: string
  readonly message: T
}

export interface Eip712Domain {
  readonly name: string
  readonly version: string
  readonly chainId: number
  readonly verifyingContract: Address
}

export type TypedData = ReturnType<typeof createTypedData>

/** Every signed type of the protocol for one deployment, with both domain separators computed once. */
export function createTypedData(domains: SigningDomains, ecdsa: EcdsaSuite = ethersEcdsa) {
  const { chainId, addresses } = domains
  const consents = bindDomain(eip712Domain(chainId, addresses.consents), ecdsa)
  const queries = bindDomain(eip712Domain(chainId, addresses.queries), ecdsa)
  return {
    consentGrant: consents(consentGrantType),
    consentPause: consents(consentPauseType),
    consentResume: consents(consentResumeType),
    consentWithdraw: consents(consentWithdrawType),
    consentCancel: consents(consentCancelType),
    queryTerms: queries(queryTermsType),
    offer: queries(offerType),
    delivery: queries(deliveryType),
    receipt: queries(receiptType),
  }
}

const domainType = defineStruct<Eip712Domain>('EIP712Domain', [
  ['name', 'string'],
  ['version', 'string'],
  ['chainId', 'uint256'],
  ['verifyingContract', 'address'],
])

export function eip712Domain(chainId: number, verifyingContract: Address): Eip712Domain {
  return { name: 'creditmesh', version: '1', chainId, verifyingContract }
}

/** Ties types to one contract of one chain; the domain separator is computed once. */
export function bindDomain(domain: Eip712Domain, ecdsa: EcdsaSuite) {
  const keccak = (bytes: Uint8Array) => ecdsa.keccak256(bytes)
  const separator = fromHex(hashStruct(domainType, domain, keccak))
  return <T>(type: StructType<T>): TypedMessage<T> => {
    const hash = (value: T) => hashStruct(type, value, keccak)
    const digest = (value: T) => digestUnder(separator, hash(value), keccak)
    return {
      hash,
      digest,
      sign: (value, secretKey) => ecdsa.sign(digest(value), secretKey),
      recover: (value, signature) => ecdsa.recover(digest(value), signature),
      payload: (message) => ({
        domain,
        types: { [type.name]: type.layout.map(([name, wordType]) => ({ name, type: wordType })) },
        primaryType: type.name,
        message,
      }),
    }
  }
}

// keccak256(0x19 0x01, domain separator, struct hash), EIP-712 section "eth_sign".
function digestUnder(separator: Uint8Array, structHash: Hex, keccak: Keccak256): Bytes {
  const message = new Uint8Array(66)
  message.set([0x19, 0x01])
  message.set(separator, 2)
  message.set(fromHex(structHash), 34)
  return keccak(message) as Bytes // every suite returns fresh bytes
}

import { concat, fromHex, toHex } from '../crypto/bytes.ts'
import { type EcdsaSuite, ethersEcdsa } from '../crypto/secp256k1.ts'
import type { ContractCall } from './contracts.ts'
import type { Digest, Hex } from './ids.ts'
import { encodeRlp, type RlpItem, rlpNumber, withoutLeadingZeros } from './rlp.ts'

/** A signed transaction: whoever sends it, and however often, it is one transaction. */
export interface SignedTransaction {
  readonly raw: Hex
  readonly hash: Digest
}

export interface TransactionFields {
  readonly chainId: number
  readonly nonce: number
  readonly gasLimit: bigint
  readonly fees: Fees
}

/** Zero where gas is free, as on a permissioned network; `gasPrice` makes a legacy transaction. */
export type Fees =
  | { readonly gasPrice: bigint }
  | { readonly maxFeePerGas: bigint; readonly maxPriorityFeePerGas: bigint }

export const freeGas: Fees = { maxFeePerGas: 0n, maxPriorityFeePerGas: 0n }

/** A call, or with `to: null` the creation of a contract. */
export type TransactionCall = ContractCall | { readonly to: null; readonly data: Hex }

/** Signs a call; the caller owns the nonce, and stores the result before it is sent. */
export function signTransaction(
  call: TransactionCall,
  fields: TransactionFields,
  { secretKey, ecdsa = ethersEcdsa }: { secretKey: Uint8Array; ecdsa?: EcdsaSuite },
): SignedTransaction {
  const envelope = 'gasPrice' in fields.fees ? legacy(call, fields) : feeMarket(call, fields)
  const digest = ecdsa.keccak256(envelope.unsigned)
  const raw = envelope.signed(fromHex(ecdsa.sign(digest, secretKey)))
  return { raw: toHex(raw), hash: toHex(ecdsa.keccak256(raw)) }
}

interface Envelope {
  readonly unsigned: Uint8Array
  /** With r, s and v = 27 or 28. */
  signed(signature: Uint8Array): Uint8Array
}

// EIP-1559, without value and access list.
function feeMarket(call: TransactionCall, { chainId, nonce, gasLimit, fees }: TransactionFields) {
  const { maxFeePerGas, maxPriorityFeePerGas } = fees as Exclude<Fees, { gasPrice: bigint }> // asked before
  const type = Uint8Array.of(2)
  const items: RlpItem[] = [
    rlpNumber(chainId),
    rlpNumber(nonce),
    rlpNumber(maxPriorityFeePerGas),
    rlpNumber(maxFeePerGas),
    rlpNumber(gasLimit),
    ...destination(call),
    [],
  ]
  const envelope: Envelope = {
    unsigned: concat(type, encodeRlp(items)),
    signed: (signature) => {
      const parity = rlpNumber((signature[64] ?? 27) - 27)
      return concat(type, encodeRlp([...items, parity, ...rAndS(signature)]))
    },
  }
  return envelope
}

// EIP-155: the chain id is signed, and part of v.
function legacy(call: TransactionCall, { chainId, nonce, gasLimit, fees }: TransactionFields) {
  const { gasPrice } = fees as Extract<Fees, { gasPrice: bigint }> // asked before
  const items: RlpItem[] = [
    rlpNumber(nonce),
    rlpNumber(gasPrice),
    rlpNumber(gasLimit),
    ...destination(call),
  ]
  const none = rlpNumber(0)
  const envelope: Envelope = {
    unsigned: encodeRlp([...items, rlpNumber(chainId), none, none]),
    signed: (signature) => {
      const v = rlpNumber((signature[64] ?? 27) - 27 + 35 + 2 * chainId)
      return encodeRlp([...items, v, ...rAndS(signature)])
    },
  }
  return envelope
}

// To, value, data.
function destination({ to, data }: TransactionCall): RlpItem[] {
  return [to === null ? rlpNumber(0) : fromHex(to), rlpNumber(0), fromHex(data)]
}

function rAndS(signature: Uint8Array): RlpItem[] {
  return [signature.subarray(0, 32), signature.subarray(32, 64)].map(withoutLeadingZeros)
}

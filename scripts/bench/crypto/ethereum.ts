import { type Receipt, receiptType } from '@creditmesh/sdk/chain/queryStructs.ts'
import { freeGas, signTransaction } from '@creditmesh/sdk/chain/sender.ts'
import { createTypedData } from '@creditmesh/sdk/chain/typedData.ts'
import { type Bytes, toHex } from '@creditmesh/sdk/crypto/bytes.ts'
import { tweetnaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import { type EcdsaSuite, ethersEcdsa } from '@creditmesh/sdk/crypto/secp256k1.ts'
import {
  keccak256,
  SigningKey,
  Transaction,
  TypedDataEncoder,
  type TypedDataField,
  verifyTypedData,
} from 'ethers'
import { onBoth, type Primitives } from './primitive.ts'

const chainId = 31_337

/** secp256k1, Keccak, typed data and transactions beside ethers. */
export function ethereumPrimitives(ecdsa: EcdsaSuite): Primitives {
  const suites = { ours: ecdsa, peer: ethersEcdsa }
  const { randomBytes } = tweetnaclSuite
  const [secretKey, digest, message] = [randomBytes(32), randomBytes(32), randomBytes(1024)]
  const signature = ecdsa.sign(digest, secretKey)
  return {
    keccak256Of1KB: { ours: () => ecdsa.keccak256(message), peer: () => keccak256(message) },
    ecdsaSign: onBoth(suites, (suite) => suite.sign(digest, secretKey)),
    ecdsaRecover: onBoth(suites, (suite) => suite.recover(digest, signature)),
    ecdsaAddress: onBoth(suites, (suite) => suite.addressOf(secretKey)),
    ...receipts(ecdsa, secretKey),
    ...transactions(ecdsa, secretKey),
  }
}

/** A Receipt, the type that both sides of every leg hash and sign. */
function receipts(ecdsa: EcdsaSuite, secretKey: Bytes): Primitives {
  const verifyingContract = ecdsa.addressOf(secretKey)
  const addresses = { consents: verifyingContract, queries: verifyingContract }
  const { receipt } = createTypedData({ chainId, addresses }, ecdsa)
  const domain = { name: 'creditmesh', version: '1', chainId, verifyingContract }
  const types: Record<string, TypedDataField[]> = {
    Receipt: receiptType.layout.map(([name, type]) => ({ name, type })),
  }
  const value: Receipt = {
    legId: toHex(tweetnaclSuite.randomBytes(32)),
    deliveryHash: toHex(tweetnaclSuite.randomBytes(32)),
    fee: 2_000_000n,
    missFee: 200_000n,
    receiptBy: 1_800_000_000,
    settleBy: 1_800_000_060,
  }
  const signature = receipt.sign(value, secretKey)
  const key = new SigningKey(secretKey)
  return {
    typedDataSign: {
      ours: () => receipt.sign(value, secretKey),
      // What signTypedData of a wallet does once it has its promises behind it.
      peer: () => key.sign(TypedDataEncoder.hash(domain, types, value)).serialized,
    },
    typedDataVerify: {
      ours: () => receipt.recover(value, signature),
      peer: () => verifyTypedData(domain, types, value, signature),
    },
  }
}

/** A transaction with the calldata of an average request. */
function transactions(ecdsa: EcdsaSuite, secretKey: Bytes): Primitives {
  const call = { to: ecdsa.addressOf(secretKey), data: toHex(tweetnaclSuite.randomBytes(1_300)) }
  const fields = { chainId, nonce: 7, gasLimit: 500_000n }
  const key = new SigningKey(secretKey)
  return {
    transactionSign: {
      ours: () => signTransaction(call, { ...fields, fees: freeGas }, { secretKey, ecdsa }),
      peer: () => {
        const transaction = Transaction.from({ ...fields, ...freeGas, type: 2, ...call })
        transaction.signature = key.sign(transaction.unsignedHash)
        return [transaction.serialized, transaction.hash]
      },
    },
  }
}

import { MeshError } from '../errors.ts'
import type { ContractCall } from './contracts.ts'
import type { Address, Digest, Hex } from './ids.ts'
import { quantity, type Rpc } from './rpc.ts'
import type { SignedTransaction } from './signTransaction.ts'

// Whoever sends also signs: both stand together for their callers.
export {
  type Fees,
  freeGas,
  type SignedTransaction,
  signTransaction,
  type TransactionCall,
  type TransactionFields,
} from './signTransaction.ts'

/**
 * Sends it and gives its hash. A transaction that the chain has already counts as sent, so that a sender which was
 * killed may send again.
 */
export async function sendTransaction(rpc: Rpc, { raw, hash }: SignedTransaction): Promise<Digest> {
  try {
    return await rpc.request<Digest>('eth_sendRawTransaction', [raw])
  } catch (error) {
    if (error instanceof MeshError && error.retryable) throw error
    // Clients say "already known" and "nonce too low" in words of their own; the chain itself knows.
    if ((await rpc.request('eth_getTransactionByHash', [hash])) !== null) return hash
    throw error
  }
}

export interface TransactionReceipt {
  readonly txHash: Digest
  readonly blockNumber: number
  readonly blockHash: Digest
  readonly isSuccess: boolean
  readonly gasUsed: bigint
}

/** What came of a transaction, or null while it is in no block. */
export async function readReceipt(rpc: Rpc, txHash: Digest): Promise<TransactionReceipt | null> {
  const raw = await rpc.request<RawReceipt | null>('eth_getTransactionReceipt', [txHash])
  if (raw === null) return null
  return {
    txHash,
    blockNumber: Number(raw.blockNumber),
    blockHash: raw.blockHash,
    isSuccess: raw.status === '0x1',
    gasUsed: BigInt(raw.gasUsed),
  }
}

interface RawReceipt {
  readonly blockNumber: Hex
  readonly blockHash: Digest
  readonly status: Hex
  readonly gasUsed: Hex
}

/** The next nonce of an account that sends nothing from elsewhere, transactions under way counted. */
export async function readNonce(rpc: Rpc, account: Address): Promise<number> {
  return Number(await rpc.request<Hex>('eth_getTransactionCount', [account, 'pending']))
}

/**
 * Tries a call without sending it. Throws its custom error, decoded: before sending, or for a transaction that
 * reverted, with the block before its own.
 */
export async function simulateCall(
  rpc: Rpc,
  call: ContractCall,
  { from, block = 'latest' }: { from: Address; block?: number | 'latest' | 'pending' },
): Promise<Hex> {
  const tag = typeof block === 'number' ? quantity(block) : block
  return rpc.request<Hex>('eth_call', [{ ...call, from }, tag])
}

/** Gas that a call takes now. Throws its custom error, decoded. */
export async function estimateGas(rpc: Rpc, call: ContractCall, from: Address): Promise<bigint> {
  return BigInt(await rpc.request<Hex>('eth_estimateGas', [{ ...call, from }]))
}

/** Why a mined transaction failed: its call tried again on the state before its block. */
export async function explainRevert(
  rpc: Rpc,
  call: ContractCall,
  { from, blockNumber }: { from: Address; blockNumber: number },
): Promise<MeshError> {
  try {
    await simulateCall(rpc, call, { from, block: blockNumber - 1 })
  } catch (error) {
    if (error instanceof MeshError) return error
    throw error
  }
  // An earlier transaction of the same block stood in its way.
  return new MeshError('chain.reverted', {
    detail: 'reverted; the state before its block does not say why',
  })
}

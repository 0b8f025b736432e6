import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { BlockProducer } from './blockProducer.ts'
import type { LocalNetwork } from './localNetwork.ts'
import { readMethods } from './rpcMethods.ts'

/** Answers one JSON-RPC call. Throws `RpcFault`. */
export type RpcHandler = (method: string, params: readonly unknown[]) => Promise<unknown>

/** A JSON-RPC error as it goes over the wire. */
export class RpcFault extends Error {
  override readonly name = 'RpcFault'
  readonly code: number
  readonly data: Hex | undefined

  constructor(code: number, message: string, data?: Hex) {
    super(message)
    this.code = code
    this.data = data
  }
}

interface Parts {
  readonly network: LocalNetwork
  readonly producer: BlockProducer
  /** Whether tests may move the clock and make blocks. */
  readonly hasManualTime: boolean
}

/** Reads go straight to the engine; whatever makes a block goes through the producer; the rest is refused. */
export function createRpcHandler({ network, producer, hasManualTime }: Parts): RpcHandler {
  const call = (method: string, params: readonly unknown[]) => {
    if (method === 'eth_sendRawTransaction') return producer.submit(rawTransaction(params))
    if (readMethods.has(method)) return network.request(method, params)
    if (hasManualTime && method === 'evm_increaseTime') return increaseTime(producer, params)
    if (hasManualTime && method === 'evm_mine') return mine(producer, params)
    throw new RpcFault(-32601, `the method ${method} is not available on this chain`)
  }
  return async (method, params) => {
    try {
      return await call(method, params)
    } catch (error) {
      throw toFault(error)
    }
  }
}

function rawTransaction([raw]: readonly unknown[]): Hex {
  if (typeof raw !== 'string' || !/^0x(?:[0-9a-fA-F]{2})+$/.test(raw)) {
    throw new RpcFault(-32602, 'a raw transaction is whole bytes in hex')
  }
  return raw as Hex // just checked
}

async function increaseTime(producer: BlockProducer, [seconds]: readonly unknown[]) {
  producer.advance(wholeSeconds(seconds))
  return seconds
}

async function mine(producer: BlockProducer, [sec]: readonly unknown[]) {
  const wanted = sec === undefined ? undefined : wholeSeconds(sec)
  if (wanted !== undefined && wanted < producer.head().sec) {
    throw new RpcFault(-32602, 'a block is never older than the one before it')
  }
  await producer.mine(wanted)
  return '0x0'
}

function wholeSeconds(value: unknown): number {
  const seconds = Number(value)
  if (!Number.isSafeInteger(seconds) || seconds < 0) {
    throw new RpcFault(-32602, 'a time is a whole number of seconds, not negative')
  }
  return seconds
}

// The engine's errors carry `code`, and the revert data bare or inside an object; clients elsewhere send it bare.
function toFault(error: unknown): RpcFault {
  if (error instanceof RpcFault) return error
  // -32002 is "resource unavailable" (EIP-1474): clients may try again.
  if (error instanceof MeshError)
    return new RpcFault(error.retryable ? -32002 : -32000, error.message)
  const { code, message, data } = error as { code?: number; message?: string; data?: unknown }
  const revert = typeof data === 'object' && data !== null && 'data' in data ? data.data : data
  const isRevert = typeof revert === 'string' && revert.startsWith('0x')
  if (isRevert) return new RpcFault(3, message ?? 'execution reverted', revert as Hex)
  return new RpcFault(code ?? -32603, message ?? 'internal error')
}

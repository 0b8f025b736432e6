import { MeshError } from '../errors.ts'
import type { Hex } from './ids.ts'
import { revertError } from './revert.ts'

interface WireError {
  readonly code: number
  readonly message: string
  readonly data?: unknown
}

/** The error of a JSON-RPC answer as ours: custom errors decoded, everything else `chain.reverted` or a fault of ours. */
export function rpcFailure(method: string, { code, message, data }: WireError): MeshError {
  const revertData = revertDataOf(data)
  if (revertData !== undefined) return revertError(revertData)
  const details = { method, rpcCode: code }
  // "Resource unavailable" (EIP-1474).
  if (code === -32002) return new MeshError('chain.unavailable', { detail: message, details })
  // -32600 to -32602 and -32700: the call itself was wrong (JSON-RPC 2.0, section 5.1).
  const isOurs = (code <= -32600 && code >= -32602) || code === -32700
  return new MeshError(isOurs ? 'internal.unexpected' : 'chain.reverted', {
    detail: message,
    details,
  })
}

// Geth, Besu and our own front send the bytes bare, Hardhat inside an object.
function revertDataOf(data: unknown): Hex | undefined {
  const bare = typeof data === 'object' && data !== null && 'data' in data ? data.data : data
  return typeof bare === 'string' && /^0x[0-9a-fA-F]*$/.test(bare) ? (bare as Hex) : undefined
}

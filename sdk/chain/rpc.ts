import { MeshError } from '../errors.ts'
import type { Hex } from './ids.ts'
import { rpcFailure } from './rpcFailure.ts'

/** The one way to the chain: plain JSON-RPC. Throws `chain.unavailable`, or what the chain refused, decoded. */
export interface Rpc {
  request<T>(method: string, params?: readonly unknown[]): Promise<T>
}

export interface RpcOptions {
  readonly fetch?: typeof globalThis.fetch
  readonly timeoutMs?: number
  readonly maxBatch?: number
  /** Ends everything that is under way. */
  readonly signal?: AbortSignal
}

interface Call {
  readonly method: string
  readonly params: readonly unknown[]
  readonly resolve: (result: never) => void
  readonly reject: (error: unknown) => void
}

interface Answer {
  readonly id: number | null
  readonly result?: unknown
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown }
}

/** A client over HTTP: calls made in one turn of the event loop travel as one batch. */
export function createRpc(url: string, options: RpcOptions = {}): Rpc {
  const { maxBatch = 100 } = options
  let waiting: Call[] = []
  const flush = () => {
    const calls = waiting
    waiting = []
    for (let i = 0; i < calls.length; i += maxBatch) {
      exchange(url, calls.slice(i, i + maxBatch), options)
    }
  }
  return {
    request: <T>(method: string, params: readonly unknown[] = []) =>
      new Promise<T>((resolve, reject) => {
        if (waiting.length === 0) queueMicrotask(flush)
        waiting.push({ method, params, resolve, reject })
      }),
  }
}

async function exchange(url: string, calls: readonly Call[], options: RpcOptions): Promise<void> {
  try {
    const answers = await post(url, calls, options)
    calls.forEach((call, id) => {
      // An answer without an id refuses the whole request (JSON-RPC 2.0, section 5).
      settle(call, answers.get(id) ?? answers.get(null))
    })
  } catch (error) {
    for (const call of calls) call.reject(error)
  }
}

function settle(call: Call, answer: Answer | undefined): void {
  if (answer === undefined) call.reject(unavailable('an answer is missing'))
  else if (answer.error !== undefined) call.reject(rpcFailure(call.method, answer.error))
  else call.resolve(answer.result as never) // the caller names the method's type
}

async function post(
  url: string,
  calls: readonly Call[],
  { fetch = globalThis.fetch, timeoutMs = 15_000, signal }: RpcOptions,
): Promise<Map<number | null, Answer>> {
  const bodies = calls.map(({ method, params }, id) => ({ jsonrpc: '2.0', id, method, params }))
  const timeout = AbortSignal.timeout(timeoutMs)
  let text: string
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(bodies.length === 1 ? bodies[0] : bodies),
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    })
    text = await response.text()
    if (!response.ok) throw unavailable(`the chain answers with HTTP ${response.status}`)
  } catch (cause) {
    throw cause instanceof MeshError ? cause : unavailable('no connection, or no answer', cause)
  }
  return readAnswers(text)
}

function readAnswers(text: string): Map<number | null, Answer> {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch (cause) {
    throw unavailable('the answer is not JSON', cause)
  }
  const answers: unknown[] = Array.isArray(parsed) ? parsed : [parsed]
  return new Map(answers.filter(isAnswer).map((answer) => [answer.id, answer]))
}

function isAnswer(value: unknown): value is Answer {
  return typeof value === 'object' && value !== null && 'id' in value
}

function unavailable(detail: string, cause?: unknown): MeshError {
  return new MeshError('chain.unavailable', { detail, cause })
}

export interface BlockHead {
  readonly number: number
  readonly hash: Hex
  readonly parentHash: Hex
  readonly sec: number
}

/** The header of a block, or null if the chain has none of that number or hash. */
export async function readBlockHead(
  rpc: Rpc,
  block: number | Hex | 'latest' | 'finalized' = 'latest',
): Promise<BlockHead | null> {
  const isHash = typeof block === 'string' && block.startsWith('0x')
  const raw = await rpc.request<RawBlock | null>(
    isHash ? 'eth_getBlockByHash' : 'eth_getBlockByNumber',
    [typeof block === 'number' ? quantity(block) : block, false],
  )
  if (raw === null) return null
  const { hash, parentHash } = raw
  return { number: Number(raw.number), hash, parentHash, sec: Number(raw.timestamp) }
}

interface RawBlock {
  readonly number: Hex
  readonly hash: Hex
  readonly parentHash: Hex
  readonly timestamp: Hex
}

/** A number as JSON-RPC spells it. */
export function quantity(value: number | bigint): Hex {
  return `0x${value.toString(16)}`
}

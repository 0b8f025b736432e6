import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { RpcFault, type RpcHandler } from './rpcHandler.ts'

export interface RpcFront {
  readonly url: string
  close(): Promise<void>
}

interface Options {
  readonly host?: string
  /** 0 for any free port. */
  readonly port: number
}

const maxBodyBytes = 16 * 1024 * 1024
const maxBatch = 1000
// Longer than the clients' own, so that a kept connection is closed by them and never under a request.
const keepAliveMs = 65_000
// Pages served from elsewhere may use the chain: it answers questions and takes signed transactions, no more.
const crossOrigin = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'content-type',
}

/** Serves JSON-RPC over HTTP, single calls and batches. Throws `http.port_taken`. */
export async function openRpcFront(
  handler: RpcHandler,
  { host = '127.0.0.1', port }: Options,
): Promise<RpcFront> {
  const server = createServer((request, response) => {
    serve(handler, request, response).catch(() => response.destroy())
  })
  server.keepAliveTimeout = keepAliveMs
  await listen(server, host, port)
  // A server that listens on TCP has an address.
  const { port: bound } = server.address() as AddressInfo
  return { url: `http://${host}:${bound}`, close: () => close(server) }
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const code = cause.code === 'EADDRINUSE' ? 'http.port_taken' : 'internal.unexpected'
      reject(new MeshError(code, { details: { host, port }, cause }))
    })
    server.listen(port, host, resolve)
  })
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
  })
}

async function serve(
  handler: RpcHandler,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'POST') {
    response.writeHead(request.method === 'OPTIONS' ? 204 : 405, crossOrigin).end()
    return
  }
  const body = await readBody(request)
  if (body === null) {
    response.writeHead(413, { ...crossOrigin, connection: 'close' }).end()
    return
  }
  const text = await answerBody(handler, body)
  response.writeHead(200, {
    ...crossOrigin,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  })
  response.end(text)
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > maxBodyBytes) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

async function answerBody(handler: RpcHandler, body: string): Promise<string> {
  let calls: unknown
  try {
    calls = JSON.parse(body)
  } catch {
    return JSON.stringify(faultAnswer(null, new RpcFault(-32700, 'not JSON')))
  }
  if (!Array.isArray(calls)) return JSON.stringify(await answerCall(handler, calls))
  if (calls.length === 0 || calls.length > maxBatch) {
    return JSON.stringify(faultAnswer(null, new RpcFault(-32600, `a batch holds 1-${maxBatch}`)))
  }
  return JSON.stringify(await Promise.all(calls.map((call) => answerCall(handler, call))))
}

async function answerCall(handler: RpcHandler, call: unknown): Promise<object> {
  // Anything may have been sent; what is missing is refused below.
  const { id = null, method, params = [] } = (call ?? {}) as Record<string, unknown>
  if (typeof method !== 'string' || !Array.isArray(params)) {
    return faultAnswer(id, new RpcFault(-32600, 'a call has a method and a list of params'))
  }
  try {
    return { jsonrpc: '2.0', id, result: await handler(method, params) }
  } catch (error) {
    return faultAnswer(id, error instanceof RpcFault ? error : new RpcFault(-32603, String(error)))
  }
}

function faultAnswer(id: unknown, { code, message, data }: RpcFault): object {
  return { jsonrpc: '2.0', id, error: { code, message, ...(data !== undefined && { data }) } }
}

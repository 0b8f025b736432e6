import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { MeshError } from '@creditmesh/sdk/errors.ts'

export interface HttpServer {
  readonly port: number
  readonly url: string
  /** Lets requests under way finish for at most `graceMs`, takes no new ones, and ends. */
  close(graceMs?: number): Promise<void>
}

export interface HttpServerOptions {
  readonly host?: string
  /** 0 lets the system choose. */
  readonly port: number
  readonly maxConnections?: number
  /** How long a client may take for its headers, and for its whole request. */
  readonly headersTimeoutMs?: number
  readonly requestTimeoutMs?: number
}

/** Listens. Throws `http.port_taken` when another process does already. */
export async function startHttpServer(
  listener: RequestListener,
  {
    host = '127.0.0.1',
    port,
    maxConnections = 2000,
    headersTimeoutMs = 10_000,
    requestTimeoutMs = 20_000,
  }: HttpServerOptions,
): Promise<HttpServer> {
  let isDraining = false
  const server = createServer(
    {
      maxHeaderSize: 16 * 1024,
      headersTimeout: headersTimeoutMs,
      requestTimeout: requestTimeoutMs,
      keepAliveTimeout: 30_000,
      // How often the two limits above are looked at.
      connectionsCheckingInterval: Math.min(1000, headersTimeoutMs),
      insecureHTTPParser: false,
      requireHostHeader: true,
    },
    (request, response) => {
      if (isDraining) response.setHeader('connection', 'close')
      response.once('close', () => {
        if (isDraining) server.closeIdleConnections()
      })
      listener(request, response)
    },
  )
  server.maxConnections = maxConnections
  server.maxHeadersCount = 64
  server.setTimeout(120_000) // a client that stops reading its answer
  server.on('clientError', refuseMalformed)
  await listen(server, host, port)
  const { port: boundPort } = server.address() as AddressInfo // it listens on a port, not on a pipe
  return {
    port: boundPort,
    url: `http://${host.includes(':') ? `[${host}]` : host}:${boundPort}`,
    close: (graceMs = 10_000) => {
      isDraining = true
      return drain(server, graceMs)
    },
  }
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(
        cause.code === 'EADDRINUSE'
          ? new MeshError('http.port_taken', { details: { host, port }, cause })
          : cause,
      ),
    )
    server.listen({ host, port }, () => {
      server.removeAllListeners('error')
      resolve()
    })
  })
}

function drain(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const impatience = setTimeout(() => server.closeAllConnections(), graceMs)
    server.close(() => {
      clearTimeout(impatience)
      resolve()
    })
    server.closeIdleConnections()
  })
}

const statusOfParserError: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}

/** What the parser refuses reaches no route: a bare status, and the connection ends. */
function refuseMalformed(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable) {
    socket.destroy()
    return
  }
  const status = statusOfParserError[error.code ?? ''] ?? '400 Bad Request'
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

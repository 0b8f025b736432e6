import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What stands between a node and its chain, so that a test decides what the node sees and when. */
export interface ChainProxy extends AsyncDisposable {
  readonly url: string
  /** Calls of this method wait from now on, and everything that travels with them. */
  hold(method: string): void
  /** How many requests wait. */
  held(): number
  /** Lets pass what waited, and everything after it. */
  release(): void
  /** From now on nothing is answered, until `mend`. */
  cut(): void
  mend(): void
  /** How many calls of a method came. */
  count(method: string): number
  close(): Promise<void>
}

export async function openChainProxy(target: string): Promise<ChainProxy> {
  const counts = new Map<string, number>()
  let heldMethod: string | null = null
  let isCut = false
  const waiting: (() => void)[] = []

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Uint8Array[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks).toString()
    const methods = [JSON.parse(body)].flat().map(({ method }) => method as string)
    for (const method of methods) counts.set(method, (counts.get(method) ?? 0) + 1)
    if (isCut) {
      response.destroy()
      return
    }
    if (heldMethod !== null && methods.includes(heldMethod)) {
      await new Promise<void>((resolve) => waiting.push(resolve))
    }
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(target, { method: 'POST', headers, body })
    response.writeHead(answer.status, headers).end(await answer.text())
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // it listens on a port
  const release = () => {
    heldMethod = null
    for (const pass of waiting.splice(0)) pass()
  }
  const close = async () => {
    release()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return {
    url: `http://127.0.0.1:${port}`,
    hold: (method) => {
      heldMethod = method
    },
    held: () => waiting.length,
    release,
    cut: () => {
      isCut = true
      server.closeAllConnections()
    },
    mend: () => {
      isCut = false
    },
    count: (method) => counts.get(method) ?? 0,
    close,
    [Symbol.asyncDispose]: close,
  }
}

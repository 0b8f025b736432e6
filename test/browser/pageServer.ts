import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { build } from 'esbuild'

export interface PageServer {
  readonly origin: string
  /** Of the bundle, as it is served. */
  readonly bundleBytes: number
  close(): Promise<void>
}

const html =
  '<!doctype html><meta charset="utf-8"><title>creditmesh</title><script src="/page.js"></script>'
// Scripts of its own and nothing else; requests go where the test's chain and agencies are.
const policy = "default-src 'none'; script-src 'self'; connect-src http://127.0.0.1:*"

/** Bundles the page with the SDK for browsers and serves it. A Node module in the bundle is an error of the build. */
export async function startPageServer(): Promise<PageServer> {
  const script = await bundle()
  const server = createServer((request, response) => {
    const isScript = request.url === '/page.js'
    const type = isScript ? 'text/javascript' : 'text/html'
    response.writeHead(200, { 'content-type': type, 'content-security-policy': policy })
    response.end(isScript ? script : html)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // it listens on TCP
  return {
    origin: `http://127.0.0.1:${port}`,
    bundleBytes: script.length,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

async function bundle(): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'page/main.ts')],
    bundle: true,
    platform: 'browser',
    format: 'iife',
    target: 'chrome120',
    write: false,
    minify: true,
    logLevel: 'silent',
  })
  const [file] = outputFiles
  if (file === undefined) throw new Error('esbuild gave no file')
  return file.contents
}

import type { NextFunction, Request, Response } from 'express'

const exposed = 'content-digest, signature, signature-input, x-request-id, retry-after'
const accepted = 'content-type, content-digest, idempotency-key, signature, signature-input'

/**
 * Lets pages of named origins read answers (Fetch standard, CORS protocol): a lender or a wallet in a browser.
 * Every request is authenticated by its own signature, so no credentials of the browser are ever involved.
 */
export function allowOrigins(origins: readonly string[]) {
  const allowed = new Set(origins)
  return (request: Request, response: Response, next: NextFunction): void => {
    const { origin } = request.headers
    if (origin === undefined || !allowed.has(origin)) {
      next()
      return
    }
    response.setHeader('access-control-allow-origin', origin)
    response.setHeader('vary', 'Origin')
    response.setHeader('access-control-expose-headers', exposed)
    response.setHeader('cross-origin-resource-policy', 'cross-origin')
    if (request.method !== 'OPTIONS') {
      next()
      return
    }
    response.setHeader('access-control-allow-methods', 'GET, POST')
    response.setHeader('access-control-allow-headers', accepted)
    response.setHeader('access-control-max-age', '600')
    response.writeHead(204).end()
  }
}

import { errorCatalogue, isErrorCode, MeshError } from '@creditmesh/sdk/errors.ts'
import type { healthRoutes } from '@creditmesh/sdk/wire/healthRoutes.ts'
import { openApiOf } from '@creditmesh/sdk/wire/openapi.ts'
import type { RouteTable } from '@creditmesh/sdk/wire/route.ts'
import type { IncomingCall } from './call.ts'
import { indexHeaders } from './call.ts'
import type { Handlers } from './handler.ts'
import type { HttpMetrics } from './metrics.ts'

export interface HealthOptions {
  readonly routes: RouteTable
  readonly title: string
  readonly version: string
  readonly metrics: HttpMetrics
  /** Throws what keeps the server from serving, for example `chain.unavailable`. */
  readonly checkReady: () => Promise<void>
}

/** The handlers that every server shares. */
export function healthHandlers({
  routes,
  title,
  version,
  metrics,
  checkReady,
}: HealthOptions): Handlers<typeof healthRoutes> {
  const description = { openapi: '3.1.0', ...openApiOf(routes, { title, version }) }
  return {
    live: async () => ({ status: 'live' }),
    ready: async () => {
      await checkReady()
      return { status: 'ready' }
    },
    metrics: async () => metrics.render(),
    openapi: async () => description,
    explainError: async ({ params: { code } }) => {
      if (!isErrorCode(code)) throw new MeshError('route.not_found')
      const { status, message, action } = errorCatalogue[code]
      return { code, status, message, action, retryable: new MeshError(code).retryable }
    },
  }
}

/** Takes for the operator whoever calls from this very machine, and not through a proxy on it. */
export function isFromThisMachine({ remoteAddress, rawHeaders }: IncomingCall): boolean {
  const field = indexHeaders(rawHeaders)
  const isProxied = ['forwarded', 'x-forwarded-for', 'via'].some((name) => field(name) !== null)
  return /^(?:127\.|::1$|::ffff:127\.)/.test(remoteAddress) && !isProxied
}

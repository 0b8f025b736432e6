import type { IncomingMessage, ServerResponse } from 'node:http'
import { MeshError, toMeshError } from '@creditmesh/sdk/errors.ts'
import { problemMediaType, toProblem } from '@creditmesh/sdk/wire/problem.ts'
import type { Route, RouteTable } from '@creditmesh/sdk/wire/route.ts'
import express, { type Express, type NextFunction, type Request, type Response } from 'express'
import helmet from 'helmet'
import type { IncomingCall } from './call.ts'
import { allowOrigins } from './crossOrigin.ts'
import {
  createDispatch,
  type Dispatch,
  type DispatchOptions,
  type UntypedHandler,
} from './dispatch.ts'
import type { Handlers } from './handler.ts'
import { errorFields } from './log.ts'
import { readRequestBody } from './readRequestBody.ts'

/**
 * Makes the Express app of a route table. Nothing is served that the table does not define, and no route without
 * its handler: both are types, and checked again here for callers that escape them.
 */
export function createApp<T extends RouteTable>(
  routes: T,
  handlers: Handlers<T>,
  options: DispatchOptions,
): Express {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.enable('case sensitive routing')
  app.enable('strict routing')
  app.set('query parser', false)
  app.use(helmet({ contentSecurityPolicy: { directives: { defaultSrc: ["'none'"] } } }))
  app.use(allowOrigins(options.allowedOrigins ?? []))
  for (const [key, route] of Object.entries(routes)) {
    // Handlers<T> holds for each key of T the handler of its route.
    const handler = handlers[key] as UntypedHandler | undefined
    if (handler === undefined) {
      throw new MeshError('config.invalid', { detail: `route ${key} has no handler` })
    }
    if (route.access.kind === 'signed' && options.authentication === undefined) {
      throw new MeshError('config.invalid', { detail: `nobody authenticates route ${key}` })
    }
    mount(app, route, createDispatch(route, handler, options))
  }
  app.use(() => {
    throw new MeshError('route.not_found')
  })
  app.use(refuse(options))
  return app
}

function mount(app: Express, route: Route, dispatch: Dispatch): void {
  const verb = route.method === 'GET' ? 'get' : 'post'
  app[verb](route.path, async (request, response, next) => {
    // Express also sends HEAD here.
    if (request.method !== route.method) next()
    else await serve(request, response, { route, dispatch })
  })
}

async function serve(
  request: Request,
  response: Response,
  { route, dispatch }: { route: Route; dispatch: Dispatch },
): Promise<void> {
  const answer = await dispatch(incomingCall(request, response))
  if (response.destroyed) return
  for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value)
  if (!isWorthKeeping(request, route.maxRequestBytes)) response.setHeader('connection', 'close')
  // Not `response.send`: it would parse the type and hash an ETag for each answer.
  response.writeHead(answer.status)
  response.end(answer.body)
}

function incomingCall(request: Request, response: ServerResponse): IncomingCall {
  const gone = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) gone.abort()
  })
  return {
    method: request.method,
    target: request.originalUrl,
    rawHeaders: request.rawHeaders,
    params: request.params,
    remoteAddress: request.socket.remoteAddress ?? '',
    signal: gone.signal,
    readBody: (limit) => readRequestBody(request, limit),
  }
}

/** Whether the rest of an unread body is short enough to wait for the next request behind it. */
function isWorthKeeping(request: IncomingMessage, limit: number): boolean {
  if (request.readableEnded) return true
  return (
    request.headers['transfer-encoding'] === undefined &&
    Number(request.headers['content-length'] ?? 0) <= limit
  )
}

/** Answers what no route took: an unknown path, an undecodable one, a failure of ours outside a route. */
function refuse({ newRequestId, logger, metrics }: DispatchOptions) {
  // Express knows an error handler by its four parameters.
  return (thrown: unknown, _: Request, response: Response, __: NextFunction): void => {
    const error = thrown instanceof URIError ? new MeshError('input.invalid') : toMeshError(thrown)
    const requestId = newRequestId()
    metrics.observe('none', error.status, 0)
    if (error.status >= 500) logger.error({ requestId, ...errorFields(error) }, 'request failed')
    if (response.headersSent) {
      response.destroy()
      return
    }
    response.setHeader('content-type', problemMediaType)
    response.setHeader('x-request-id', requestId)
    response.setHeader('connection', 'close')
    response.writeHead(error.status)
    response.end(JSON.stringify(toProblem(error, { requestId })))
  }
}

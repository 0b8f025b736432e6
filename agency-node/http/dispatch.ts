import { utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { sha256 as referenceSha256 } from '@creditmesh/sdk/crypto/hash.ts'
import { MeshError, toMeshError } from '@creditmesh/sdk/errors.ts'
import {
  checkContentDigest,
  type Sha256,
} from '@creditmesh/sdk/wire/httpSignature/contentDigest.ts'
import {
  type RequestMessage,
  targetOfRequestLine,
} from '@creditmesh/sdk/wire/httpSignature/message.ts'
import { type HttpSigner, signResponse } from '@creditmesh/sdk/wire/httpSignature/sign.ts'
import { parseWith, toJson } from '@creditmesh/sdk/wire/json.ts'
import { problemMediaType, toProblem } from '@creditmesh/sdk/wire/problem.ts'
import type { Route } from '@creditmesh/sdk/wire/route.ts'
import { type AuthenticationOptions, authenticate, checkRole } from './authenticate.ts'
import { type IncomingCall, indexHeaders, type OutgoingAnswer } from './call.ts'
import type { Caller, HandlerContext } from './handler.ts'
import { errorFields, type Logger } from './log.ts'
import type { HttpMetrics } from './metrics.ts'
import { checkJsonHeaders, parseJsonBody } from './parseBody.ts'
import { networkOf, type RateLimiter } from './rateLimiter.ts'

export interface DispatchOptions {
  /** Absent for a server that has no signed routes, such as a relayer. */
  readonly authentication?: AuthenticationOptions
  /** Signs answers; absent for a server without a member's key. */
  readonly signer?: HttpSigner
  readonly sha256?: Sha256
  readonly isOperator: (call: IncomingCall) => boolean
  readonly limits: { readonly member: RateLimiter; readonly network: RateLimiter }
  /** Origins of pages that may read answers; none unless given. */
  readonly allowedOrigins?: readonly string[]
  readonly newRequestId: () => string
  readonly nowSec: () => number
  /** A clock for durations alone. */
  readonly nowMs: () => number
  readonly logger: Logger
  readonly metrics: HttpMetrics
}

/** A handler whose route is known only at run time; the app pairs the two by their types. */
export type UntypedHandler = (context: HandlerContext<Route>) => Promise<unknown>

export type Dispatch = (call: IncomingCall) => Promise<OutgoingAnswer>

interface Progress {
  readonly requestId: string
  request: RequestMessage | null
  caller: Caller | null
}

/** Takes a call from its headers to its answer: signature, role, schema, handler, in that order. */
export function createDispatch(
  route: Route,
  handler: UntypedHandler,
  options: DispatchOptions,
): Dispatch {
  return async (call) => {
    const startedMs = options.nowMs()
    const progress = { requestId: requestIdOf(call, options), request: null, caller: null }
    const outcome = await settle(() => run(call, { route, handler, options, progress }))
    const answer = present(outcome, { route, options, progress })
    report(outcome, { status: answer.status, startedMs, route, options, progress })
    return answer
  }
}

interface Pass {
  readonly route: Route
  readonly handler: UntypedHandler
  readonly options: DispatchOptions
  readonly progress: Progress
}

async function run(call: IncomingCall, { route, handler, options, progress }: Pass) {
  const field = indexHeaders(call.rawHeaders)
  const target = targetOfRequestLine(call.target, field('host') ?? '')
  const request = { method: call.method, ...target, field }
  progress.request = request
  const caller = await admit(call, request, { route, options })
  progress.caller = caller
  const params = parseWith(route.params, call.params)
  const body = await readBody(call, request, { route, options })
  const context = { params, body, requestId: progress.requestId, signal: call.signal }
  // The app pairs a signed route with a handler that expects a caller, and `admit` gives one for it.
  return handler({ ...context, caller, idempotencyKey: field('idempotency-key') } as never)
}

/** Lets in whom the route is for; only a signed route has a caller. */
async function admit(
  call: IncomingCall,
  request: RequestMessage,
  { route: { access }, options }: Pick<Pass, 'route' | 'options'>,
): Promise<Caller | null> {
  const network = networkOf(call.remoteAddress)
  if (access.kind === 'operator' && !options.isOperator(call)) {
    throw new MeshError('route.not_found')
  }
  if (access.kind !== 'signed') {
    options.limits.network.take(network)
    return null
  }
  if (options.authentication === undefined) throw new MeshError('auth.forbidden')
  options.limits.network.check(network)
  const caller = await authenticate(request, options.authentication).catch((error: unknown) => {
    // Who fails to sign pays for it; who signs well is counted as a member.
    options.limits.network.take(network)
    throw error
  })
  checkRole(access, caller)
  options.limits.member.take(caller.address)
  return caller
}

async function readBody(
  call: IncomingCall,
  { field }: RequestMessage,
  { route, options }: Pick<Pass, 'route' | 'options'>,
): Promise<unknown> {
  if (route.request !== undefined) checkJsonHeaders(field)
  const bytes = await call.readBody(route.maxRequestBytes)
  if (route.access.kind === 'signed' || field('content-digest') !== null) {
    checkContentDigest(field('content-digest'), bytes, options.sha256 ?? referenceSha256)
  }
  return route.request === undefined ? undefined : parseWith(route.request, parseJsonBody(bytes))
}

type Outcome = { readonly value: unknown } | { readonly error: MeshError }

async function settle(work: () => Promise<unknown>): Promise<Outcome> {
  try {
    return { value: await work() }
  } catch (thrown) {
    return { error: toMeshError(thrown) }
  }
}

function present(
  outcome: Outcome,
  { route, options, progress }: Omit<Pass, 'handler'>,
): OutgoingAnswer {
  const status = 'error' in outcome ? outcome.error.status : 200
  const body = utf8(bodyText(outcome, route, progress.requestId))
  const headers: Record<string, string> = {
    'content-type': mediaType(outcome, route),
    'content-length': String(body.length),
    'cache-control': 'no-store',
    'x-request-id': progress.requestId,
    ...retryAfter(outcome),
  }
  const { signer, nowSec } = options
  const isWorthSigning = route.access.kind === 'signed' || route.path.startsWith('/v1/')
  if (signer === undefined || progress.request === null || !isWorthSigning) {
    return { status, headers, body }
  }
  const field = (name: string) => headers[name] ?? null
  const response = { status, field, request: progress.request }
  const signature = signResponse(response, body, { signer, nowSec: nowSec() })
  return { status, headers: { ...headers, ...signature }, body }
}

function bodyText(outcome: Outcome, route: Route, requestId: string): string {
  if ('error' in outcome) return JSON.stringify(toProblem(outcome.error, { requestId }))
  return route.produces === 'text' ? String(outcome.value) : JSON.stringify(toJson(outcome.value))
}

function mediaType(outcome: Outcome, route: Route): string {
  if ('error' in outcome) return problemMediaType
  return route.produces === 'text' ? 'text/plain; version=0.0.4; charset=utf-8' : 'application/json'
}

function retryAfter(outcome: Outcome): Record<string, string> {
  const retryAfterSec = 'error' in outcome ? outcome.error.details.retryAfterSec : undefined
  return typeof retryAfterSec === 'number' ? { 'retry-after': String(retryAfterSec) } : {}
}

/** Only an id that can say nothing is taken over from the caller, because it is logged: a UUID. */
function requestIdOf({ rawHeaders }: IncomingCall, { newRequestId }: DispatchOptions): string {
  const at = rawHeaders.findIndex((name, i) => i % 2 === 0 && name.toLowerCase() === 'x-request-id')
  const sent = at < 0 ? '' : (rawHeaders[at + 1] ?? '').toLowerCase()
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(sent) ? sent : newRequestId()
}

/** One line a request: the route by its name, never its path, query or body. */
function report(
  outcome: Outcome,
  pass: Omit<Pass, 'handler'> & { status: number; startedMs: number },
): void {
  const { route, options, progress, status, startedMs } = pass
  const durationMs = options.nowMs() - startedMs
  options.metrics.observe(route.name, status, durationMs / 1000)
  const { requestId, caller } = progress
  const fields = {
    requestId,
    route: route.name,
    status,
    durationMs: Math.round(durationMs * 10) / 10,
    ...(caller === null ? {} : { caller: caller.address }),
    ...('error' in outcome ? errorFields(outcome.error) : {}),
  }
  if (status >= 500) options.logger.error(fields, 'request failed')
  else if ('error' in outcome) options.logger.warn(fields, 'request refused')
  else options.logger.info(fields, 'request answered')
}

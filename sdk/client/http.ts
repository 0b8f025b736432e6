import { utf8 } from '../crypto/bytes.ts'
import type { NaclSuite } from '../crypto/nacl.ts'
import { MeshError } from '../errors.ts'
import type { Sha256 } from '../wire/httpSignature/contentDigest.ts'
import { type RequestMessage, targetOfUrl } from '../wire/httpSignature/message.ts'
import { type HttpSigner, signRequest } from '../wire/httpSignature/sign.ts'
import { toJson } from '../wire/json.ts'
import {
  type ParamsOf,
  pathOf,
  type RequestOf,
  type ResponseOf,
  type Route,
} from '../wire/route.ts'
import { type Clock, systemClock } from './clock.ts'
import { type HttpPeer, readAnswer } from './readAnswer.ts'
import { readLimited } from './readLimited.ts'
import { withRetries } from './retry.ts'

export interface HttpClientOptions {
  readonly baseUrl: string
  /** Signs requests; absent for a caller who is no member: to him only public routes answer. */
  readonly signer?: HttpSigner
  /** Absent where the other side is no member: a relayer, whose word is checked on chain instead. */
  readonly peer?: HttpPeer
  readonly nacl: Pick<NaclSuite, 'verify'>
  /** The wall clock, which the other side's is compared with: not one that follows blocks. */
  readonly clock?: Clock
  readonly fetch?: typeof globalThis.fetch
  readonly sha256?: Sha256
  /** For each attempt. */
  readonly timeoutMs?: number
  /** How often a request is sent at most, the first time included. */
  readonly attempts?: number
}

export interface CallOptions<R extends Route> {
  readonly params: ParamsOf<R>
  readonly body?: RequestOf<R>
  readonly idempotencyKey?: string
  readonly signal?: AbortSignal
  readonly timeoutMs?: number
  readonly attempts?: number
}

export interface HttpClient {
  /**
   * Calls a route and gives its verified, parsed answer. A refusal is thrown with the code that the other side
   * gave it. Every route answers a repetition alike, so what may pass is tried again: the same body under a
   * fresh signature.
   */
  call<R extends Route>(route: R, options: CallOptions<R>): Promise<ResponseOf<R>>
  /** Builds and signs the request of a call and sends nothing: throws what stops it from leaving. */
  compose<R extends Route>(route: R, options: CallOptions<R>): void
}

export function createHttpClient(options: HttpClientOptions): HttpClient {
  const { clock = systemClock, timeoutMs = 30_000, attempts = 3 } = options
  return {
    compose(route, call) {
      composeRequest(route, { ...call, body: bodyOf(route, call, options) }, { ...options, clock })
    },
    call: async (route, call) => {
      const body = bodyOf(route, call, options)
      const limits = { timeoutMs: call.timeoutMs ?? timeoutMs }
      return withRetries(
        () => attempt(route, { ...call, body }, { ...options, clock, ...limits }),
        {
          attempts: call.attempts ?? attempts,
          clock,
          ...(call.signal === undefined ? {} : { signal: call.signal }),
        },
      )
    },
  }
}

function bodyOf(
  route: Route,
  { body }: { readonly body?: unknown },
  { signer }: Pick<HttpClientOptions, 'signer'>,
) {
  if (route.access.kind === 'signed' && signer === undefined) {
    throw new MeshError('auth.signature_missing', { details: { route: route.name } })
  }
  return utf8(body === undefined ? '' : JSON.stringify(toJson(body)))
}

interface Attempt {
  readonly params: Readonly<Record<string, unknown>>
  readonly body: Uint8Array<ArrayBuffer>
  readonly idempotencyKey?: string
  readonly signal?: AbortSignal
}

type AttemptOptions = HttpClientOptions & { readonly clock: Clock; readonly timeoutMs: number }

async function attempt<R extends Route>(
  route: R,
  call: Attempt,
  options: AttemptOptions,
): Promise<ResponseOf<R>> {
  const { body, signal } = call
  const { url, request, headers } = composeRequest(route, call, options)
  const timeout = AbortSignal.timeout(options.timeoutMs)
  const init = {
    method: route.method,
    headers: Object.fromEntries(headers),
    ...(body.length === 0 ? {} : { body }),
    redirect: 'error', // a redirect would carry the signature to another place
    cache: 'no-store',
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
  } as const
  const received = await exchange(url, init, { route, options, ...(signal ? { signal } : {}) })
  return readAnswer(route, { request, ...received }, options)
}

/** Where the request goes, its headers, signed if the route wants it. */
function composeRequest(
  route: Route,
  { params, body, idempotencyKey }: Omit<Attempt, 'signal'>,
  options: Pick<AttemptOptions, 'baseUrl' | 'signer' | 'clock'>,
) {
  const url = new URL(options.baseUrl.replace(/\/$/, '') + pathOf(route, params))
  const headers = new Map<string, string>()
  if (body.length > 0) headers.set('content-type', 'application/json')
  if (idempotencyKey !== undefined) headers.set('idempotency-key', idempotencyKey)
  const request = requestMessage(route, url, headers)
  if (options.signer !== undefined && route.access.kind === 'signed') {
    const signing = { signer: options.signer, nowSec: options.clock.nowSec() }
    const signature = signRequest(request, body, signing)
    for (const [name, value] of Object.entries(signature)) headers.set(name, value)
  }
  return { url, request, headers }
}

function requestMessage(route: Route, url: URL, headers: ReadonlyMap<string, string>) {
  const field: RequestMessage['field'] = (name) => headers.get(name) ?? null
  return { method: route.method, ...targetOfUrl(url), field }
}

async function exchange(
  url: URL,
  init: RequestInit,
  { route, options, signal }: { route: Route; options: AttemptOptions; signal?: AbortSignal },
): Promise<{ response: Response; body: Uint8Array }> {
  const send = options.fetch ?? globalThis.fetch
  try {
    const response = await send(url, init)
    return { response, body: await readLimited(response, route.maxResponseBytes) }
  } catch (cause) {
    if (cause instanceof MeshError) throw cause
    // The caller's own abort is his to recognise; everything else is a peer that cannot be reached.
    signal?.throwIfAborted()
    throw new MeshError('http.unreachable', { details: { authority: url.host }, cause })
  }
}

import type { MemberKeys } from '@creditmesh/agency-node/http/authenticate.ts'
import type { IncomingCall } from '@creditmesh/agency-node/http/call.ts'
import type { DispatchOptions } from '@creditmesh/agency-node/http/dispatch.ts'
import { createMetrics } from '@creditmesh/agency-node/http/metrics.ts'
import { type NonceStore, openNonceCache } from '@creditmesh/agency-node/http/nonceCache.ts'
import { createRateLimiter } from '@creditmesh/agency-node/http/rateLimiter.ts'
import { type Hex, toHex, utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { tweetnaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import { targetOfUrl } from '@creditmesh/sdk/wire/httpSignature/message.ts'
import { type HttpSigner, signRequest } from '@creditmesh/sdk/wire/httpSignature/sign.ts'
import { toJson } from '@creditmesh/sdk/wire/json.ts'
import { memberRoleBits, memberStatus, pathOf, type Route } from '@creditmesh/sdk/wire/route.ts'

export const startSec = 1_700_000_000
export const ownHost = 'agency.example'

export interface TestMember {
  readonly address: Hex
  readonly signer: HttpSigner
  readonly publicKey: Uint8Array
}

export function memberOf(seed: number, epoch = 1): TestMember {
  const keys = tweetnaclSuite.signKeyPair(new Uint8Array(32).fill(seed).fill(epoch, 31))
  const address = toHex(new Uint8Array(20).fill(seed))
  const signer = { keyId: { address, epoch }, secretKey: keys.secretKey, nacl: tweetnaclSuite }
  return { address, signer, publicKey: keys.publicKey }
}

export const agency = memberOf(1)
export const lender = memberOf(2)

/** Nonces as a store keeps them: what is in the map is what a restart finds. */
export function mapNonceStore(map = new Map<string, number>()): NonceStore {
  return {
    async *load() {
      yield* map
    },
    put: async (key, expiresAtSec) => void map.set(key, expiresAtSec),
    deleteMany: async (keys) => keys.forEach((key) => void map.delete(key)),
  }
}

export interface LogLine {
  readonly level: string
  readonly fields: Record<string, unknown>
  readonly message: string
}

export interface Harness {
  readonly options: DispatchOptions
  readonly members: Map<string, MemberKeys>
  readonly log: LogLine[]
  readonly clock: { nowSec: number }
  readonly nonces: Map<string, number>
}

function keysOf({ publicKey }: TestMember, roles: number): MemberKeys {
  return { ed25519: publicKey, x25519: new Uint8Array(32), status: memberStatus.active, roles }
}

/** A node as it starts: with an empty store of nonces, or with that of an earlier run. */
export async function createHarness(
  changes: Partial<DispatchOptions> = {},
  store?: NonceStore,
): Promise<Harness> {
  const clock = { nowSec: startSec }
  const log: LogLine[] = []
  const record = (level: string) => (fields: object, message: string) =>
    void log.push({ level, fields: { ...fields }, message })
  const members = new Map([
    [`${agency.address}#1`, keysOf(agency, memberRoleBits.agency)],
    [`${lender.address}#1`, keysOf(lender, memberRoleBits.queryUser)],
  ])
  const nonces = new Map<string, number>()
  const nowSec = () => clock.nowSec
  const nowMs = () => clock.nowSec * 1000
  let requests = 0
  const options: DispatchOptions = {
    authentication: {
      lookupMember: async (address, epoch) => members.get(`${address}#${epoch}`) ?? null,
      nonces: await openNonceCache(store ?? mapNonceStore(nonces), startSec),
      nacl: tweetnaclSuite,
      isOwnAuthority: (authority) => authority === ownHost,
      nowSec,
    },
    signer: agency.signer,
    isOperator: () => false,
    limits: {
      member: createRateLimiter({ perSecond: 10, burst: 20 }, nowMs),
      network: createRateLimiter({ perSecond: 1, burst: 5 }, nowMs),
    },
    newRequestId: () => {
      requests += 1
      return `00000000-0000-4000-8000-${String(requests).padStart(12, '0')}`
    },
    nowSec,
    nowMs,
    logger: { info: record('info'), warn: record('warn'), error: record('error') },
    metrics: createMetrics(),
    ...changes,
  }
  return { options, members, log, clock, nonces }
}

export interface CallSetup {
  readonly params?: Record<string, string>
  readonly body?: unknown
  /** Bytes in place of the JSON of `body`. */
  readonly bytes?: Uint8Array
  readonly signer?: HttpSigner | null
  readonly host?: string
  readonly nowSec?: number
  readonly query?: string
  readonly headers?: Record<string, string>
  readonly remoteAddress?: string
}

/** A call as a well-behaved client would make it. */
export function callOf(route: Route, setup: CallSetup = {}): IncomingCall {
  const { params = {}, signer = lender.signer, host = ownHost, nowSec = startSec } = setup
  const bytes =
    setup.bytes ?? utf8(route.request === undefined ? '' : JSON.stringify(toJson(setup.body)))
  const url = new URL(`http://${host}${pathOf(route, params)}${setup.query ?? ''}`)
  const headers: Record<string, string> = { host, ...setup.headers }
  if (bytes.length > 0) headers['content-type'] ??= 'application/json'
  const field = (name: string) => headers[name] ?? null
  const request = { method: route.method, ...targetOfUrl(url), field }
  if (signer !== null) Object.assign(headers, signRequest(request, bytes, { signer, nowSec }))
  return {
    method: route.method,
    target: url.pathname + url.search,
    rawHeaders: Object.entries(headers).flat(),
    params,
    remoteAddress: setup.remoteAddress ?? '192.0.2.1',
    signal: new AbortController().signal,
    readBody: async () => bytes,
  }
}

/** The call with one header set to something else, or, with null, left out. */
export function withHeader(call: IncomingCall, name: string, value: string | null): IncomingCall {
  const rawHeaders = []
  for (let i = 0; i < call.rawHeaders.length; i += 2) {
    const [key = '', old = ''] = call.rawHeaders.slice(i, i + 2)
    if (key !== name) rawHeaders.push(key, old)
  }
  return { ...call, rawHeaders: value === null ? rawHeaders : [...rawHeaders, name, value] }
}

export function bodyOf({ body }: { body: Uint8Array }): Record<string, unknown> {
  // Answers are JSON objects; the assertions look at their members.
  return JSON.parse(new TextDecoder().decode(body)) as Record<string, unknown>
}

import { createHttpClient, type HttpClientOptions } from '@creditmesh/sdk/client/http.ts'
import { utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { tweetnaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import { type ErrorCode, MeshError } from '@creditmesh/sdk/errors.ts'
import { targetOfUrl } from '@creditmesh/sdk/wire/httpSignature/message.ts'
import { type HttpSigner, signResponse } from '@creditmesh/sdk/wire/httpSignature/sign.ts'
import { readRequestSignature } from '@creditmesh/sdk/wire/httpSignature/verify.ts'
import { toProblem } from '@creditmesh/sdk/wire/problem.ts'
import { agencyRoutes, relayerRoutes } from '@creditmesh/sdk/wire/routes.ts'
import { describe, expect, it } from 'vitest'

const nowSec = 1_700_000_000
const key = `0x${'44'.repeat(32)}`
const legId = `0x${'11'.repeat(32)}` as const
const call = {
  params: { legId },
  body: { deliveryHash: `0x${'22'.repeat(32)}`, signature: `0x${'33'.repeat(65)}` },
} as const

function signerOf(seed: number, epoch = 1): HttpSigner & { publicKey: Uint8Array } {
  const keys = tweetnaclSuite.signKeyPair(new Uint8Array(32).fill(seed))
  const address = `0x${String(seed).padStart(40, '0')}` as const
  return { keyId: { address, epoch }, ...keys, nacl: tweetnaclSuite }
}

const lender = signerOf(2)
const agency = signerOf(1)

interface Sent {
  readonly url: URL
  readonly headers: Headers
  readonly body: Uint8Array
  readonly init: RequestInit
}

type Answer = (sent: Sent) => Response | Promise<Response>

/** Answers as a node would: signed by `signer`, bound to the request as it was sent. */
function signedAnswer(
  value: unknown,
  { status = 200, signer = agency as HttpSigner } = {},
): Answer {
  return ({ url, headers: sent, init }) => {
    const body = utf8(JSON.stringify(value))
    const headers = new Headers({
      'content-type': status < 400 ? 'application/json' : 'application/problem+json',
    })
    const request = {
      method: init.method ?? '',
      ...targetOfUrl(url),
      field: (name: string) => sent.get(name),
    }
    const response = { status, request, field: (name: string) => headers.get(name) }
    const signature = signResponse(response, body, { signer, nowSec })
    for (const [name, text] of Object.entries(signature)) headers.set(name, text)
    return new Response(body, { status, headers })
  }
}

function refusal(code: ErrorCode, details = {}): Answer {
  const error = new MeshError(code, { details })
  const problem = toProblem(error, { requestId: 'r-1' })
  return signedAnswer(problem, { status: error.status })
}

function setUp(answers: readonly Answer[], changes: Partial<HttpClientOptions> = {}) {
  const sent: Sent[] = []
  const pauses: number[] = []
  const client = createHttpClient({
    baseUrl: 'https://agency.example/',
    signer: lender,
    peer: { address: agency.keyId.address, lookupKey: async () => agency.publicKey },
    nacl: tweetnaclSuite,
    clock: { nowSec: () => nowSec, sleep: async (milliseconds) => void pauses.push(milliseconds) },
    fetch: async (input, init = {}) => {
      const body = init.body instanceof Uint8Array ? init.body : new Uint8Array()
      const one = { url: new URL(String(input)), headers: new Headers(init.headers), body, init }
      sent.push(one)
      const answer = answers[sent.length - 1]
      if (answer === undefined) throw new Error('no further request was expected')
      return answer(one)
    },
    ...changes,
  })
  return { client, sent, pauses }
}

describe('the HTTP client', () => {
  it('signs what it sends and gives the parsed answer', async () => {
    const { client, sent } = setUp([signedAnswer({ key })])
    const options = { ...call, idempotencyKey: 'k-1' }
    expect(await client.call(agencyRoutes.receipt, options)).toEqual({ key })
    const [first] = sent
    if (first === undefined) throw new Error('nothing was sent')
    const { url, headers, init } = first
    expect(url.href).toBe(`https://agency.example/v1/legs/${legId}/receipt`)
    expect(init).toMatchObject({ method: 'POST', redirect: 'error', credentials: 'omit' })
    const field = (name: string) => headers.get(name)
    const claimed = readRequestSignature({ method: 'POST', ...targetOfUrl(url), field })
    expect(claimed.keyId).toEqual(lender.keyId)
  })

  it('repeats the same body under a fresh signature while the failure may pass', async () => {
    const { client, sent, pauses } = setUp([
      () => Promise.reject(new TypeError('fetch failed')),
      refusal('chain.unavailable'),
      signedAnswer({ key }),
    ])
    expect(await client.call(agencyRoutes.receipt, call)).toEqual({ key })
    expect(sent[0]?.body).toEqual(sent[2]?.body)
    expect(new Set(sent.map(({ headers }) => headers.get('signature'))).size).toBe(3)
    expect(pauses).toEqual([200, 400])
  })

  it('waits as long as it is told to, up to five seconds', async () => {
    const { client, pauses } = setUp([
      refusal('rate.limited', { retryAfterSec: 3 }),
      refusal('rate.limited', { retryAfterSec: 3600 }),
      signedAnswer({ key }),
    ])
    await client.call(agencyRoutes.receipt, call)
    expect(pauses).toEqual([3000, 5000])
  })

  it('accepts an answer under a newer key of the same member', async () => {
    const rotated = { ...signerOf(7, 2), keyId: { ...agency.keyId, epoch: 2 } }
    const epochs: number[] = []
    const lookupKey = async (epoch: number) => {
      epochs.push(epoch)
      return rotated.publicKey
    }
    const { client } = setUp([signedAnswer({ key }, { signer: rotated })], {
      peer: { address: agency.keyId.address, lookupKey },
    })
    expect(await client.call(agencyRoutes.receipt, call)).toEqual({ key })
    expect(epochs).toEqual([2])
  })

  it('believes a relayer without a signature: the chain will tell', async () => {
    const client = createHttpClient({
      baseUrl: 'https://relayer.example',
      nacl: tweetnaclSuite,
      fetch: async () => Response.json({ status: 'live' }),
    })
    expect(await client.call(relayerRoutes.live, { params: {} })).toEqual({ status: 'live' })
  })

  it.each([
    'consent.withdrawn',
    'query.lapsed',
    'auth.clock_skew',
    'internal.unexpected',
  ] as const)('error: passes %s on at once, with its code and request id', async (code) => {
    const { client, sent } = setUp([refusal(code)])
    await expect(client.call(agencyRoutes.receipt, call)).rejects.toMatchObject({
      code,
      details: { requestId: 'r-1' },
    })
    expect(sent).toHaveLength(1)
  })

  it('error: gives up after its attempts', async () => {
    const fail: Answer = () => Promise.reject(new TypeError('fetch failed'))
    const { client, sent } = setUp([fail, fail, fail])
    await expect(client.call(agencyRoutes.receipt, call)).rejects.toMatchObject({
      code: 'http.unreachable',
      details: { authority: 'agency.example' },
    })
    expect(sent).toHaveLength(3)
  })

  const other = signerOf(9)
  const forged: [string, Answer][] = [
    ['without a signature', () => Response.json({ key })],
    ['signed by another member', signedAnswer({ key }, { signer: other })],
    [
      'signed in its name by another key',
      signedAnswer({ key }, { signer: { ...other, keyId: agency.keyId } }),
    ],
    [
      'with another body',
      async (sent) => {
        const { headers } = await signedAnswer({ key })(sent)
        return new Response(JSON.stringify({ key: `0x${'55'.repeat(32)}` }), { headers })
      },
    ],
    [
      'with another status',
      async (sent) => {
        const answer = await signedAnswer({ key })(sent)
        return new Response(answer.body, { headers: answer.headers, status: 201 })
      },
    ],
    [
      'made for another request',
      ({ init, ...sent }) => signedAnswer({ key })({ ...sent, init: { ...init, method: 'PUT' } }),
    ],
    ['that does not fit the schema', signedAnswer({ key: 'x' })],
    ['with more in it', signedAnswer({ key, more: 1 })],
    ['that is no JSON', signedAnswer(undefined)],
    ['larger than any can be', () => new Response('x'.repeat(70_000))],
  ]

  it.each(forged)('error: refuses an answer %s', async (_, answer) => {
    const { client } = setUp([answer])
    await expect(client.call(agencyRoutes.receipt, call)).rejects.toMatchObject({
      code: 'http.bad_response',
    })
  })

  it('error: refuses an answer replayed from an earlier request', async () => {
    let first: Response | null = null
    const keep: Answer = async (sent) => {
      first = await signedAnswer({ key })(sent)
      return first.clone()
    }
    const { client } = setUp([keep, () => first ?? Response.error()])
    await client.call(agencyRoutes.receipt, call)
    await expect(client.call(agencyRoutes.receipt, call)).rejects.toMatchObject({
      code: 'http.bad_response',
    })
  })

  it('error: does not believe an unsigned refusal, whatever it says', async () => {
    const problem = toProblem(new MeshError('consent.withdrawn'), { requestId: 'r-1' })
    const { client } = setUp([() => Response.json(problem, { status: 403 })])
    await expect(client.call(agencyRoutes.receipt, call)).rejects.toMatchObject({
      code: 'http.bad_response',
      details: { status: 403 },
    })
  })

  it('error: a gateway in between that fails is tried again', async () => {
    const { client, sent } = setUp([
      () => new Response('bad gateway', { status: 502 }),
      signedAnswer({ key }),
    ])
    expect(await client.call(agencyRoutes.receipt, call)).toEqual({ key })
    expect(sent).toHaveLength(2)
  })

  it('error: a caller without a key is told so before anything is sent', async () => {
    const { sent } = setUp([])
    const anonymous = createHttpClient({ baseUrl: 'https://agency.example', nacl: tweetnaclSuite })
    await expect(anonymous.call(agencyRoutes.receipt, call)).rejects.toMatchObject({
      code: 'auth.signature_missing',
    })
    expect(sent).toHaveLength(0)
  })

  it("error: the caller's own abort stays his", async () => {
    const gone = new AbortController()
    const { client, sent } = setUp([
      () => {
        gone.abort(new Error('enough'))
        return Promise.reject(new TypeError('aborted'))
      },
    ])
    const options = { ...call, signal: gone.signal }
    await expect(client.call(agencyRoutes.receipt, options)).rejects.toThrowError('enough')
    expect(sent).toHaveLength(1)
  })
})

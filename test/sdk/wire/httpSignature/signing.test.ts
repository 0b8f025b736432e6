import { utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { sha256 } from '@creditmesh/sdk/crypto/hash.ts'
import { tweetnaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import { checkContentDigest } from '@creditmesh/sdk/wire/httpSignature/contentDigest.ts'
import { formatKeyId, parseKeyId } from '@creditmesh/sdk/wire/httpSignature/keyId.ts'
import {
  type RequestMessage,
  targetOfRequestLine,
  targetOfUrl,
} from '@creditmesh/sdk/wire/httpSignature/message.ts'
import { signRequest, signResponse } from '@creditmesh/sdk/wire/httpSignature/sign.ts'
import {
  checkSignature,
  checkWindow,
  readRequestSignature,
  readResponseSignature,
} from '@creditmesh/sdk/wire/httpSignature/verify.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const keys = tweetnaclSuite.signKeyPair(new Uint8Array(32).fill(7))
const keyId = { address: `0x${'ab'.repeat(20)}`, epoch: 3 } as const
const signer = { keyId, secretKey: keys.secretKey, nacl: tweetnaclSuite }
const nowSec = 1_700_000_000
const body = utf8('{"amount":"12"}')

function message(headers: Record<string, string>, changes: Partial<RequestMessage> = {}) {
  return {
    method: 'POST',
    ...targetOfUrl(new URL('http://agency.example:8080/v1/legs/1/ask?x=1')),
    field: (name: string) => headers[name] ?? null,
    ...changes,
  }
}

function signed(headers: Record<string, string> = {}): Record<string, string> {
  return { ...headers, ...signRequest(message(headers), body, { signer, nowSec }) }
}

function verify(request: RequestMessage, at = nowSec): void {
  const claimed = readRequestSignature(request)
  checkWindow(claimed, at)
  checkSignature(claimed, keys.publicKey, tweetnaclSuite)
}

function refusal(code: string) {
  return expect.objectContaining({ code })
}

describe('a signed request', () => {
  it('verifies, and says which key of which member signed', () => {
    const headers = signed()
    verify(message(headers))
    checkContentDigest(headers['content-digest'] ?? null, body, sha256)
    expect(readRequestSignature(message(headers)).keyId).toEqual(keyId)
  })

  it('verifies whatever the method, path, query, body and key', () => {
    const segment = fc.webPath({ size: 'small' })
    fc.assert(
      fc.property(
        fc.constantFrom('GET', 'POST'),
        segment,
        fc.webQueryParameters({ size: 'small' }),
        fc.uint8Array({ maxLength: 200 }),
        fc.option(fc.uuid(), { nil: undefined }),
        (method, path, query, content, key) => {
          const url = new URL(`https://agency.example${path}?${query}`)
          const headers: Record<string, string> =
            key === undefined ? {} : { 'idempotency-key': key }
          const unsigned = message(headers, { method, ...targetOfUrl(url) })
          Object.assign(headers, signRequest(unsigned, content, { signer, nowSec }))
          // The server reads the target from the request line that a client sends for this URL.
          const line = targetOfRequestLine(url.pathname + url.search, 'Agency.Example')
          verify({ ...unsigned, ...line })
        },
      ),
      { numRuns: 50 },
    )
  })

  it.each([
    ['method', { method: 'GET' }],
    ['authority', { authority: 'other.example' }],
    ['path', { path: '/v1/legs/2/ask' }],
    ['query', { query: '?x=2' }],
  ])('error: does not verify with another %s', (_, change) => {
    expect(() => verify(message(signed(), change))).toThrowError(refusal('auth.signature_invalid'))
  })

  it.each([
    [
      'another digest',
      { 'content-digest': 'sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:' },
    ],
    ['another idempotency key', { 'idempotency-key': 'two' }],
  ])('error: does not verify with %s', (_, change) => {
    const headers = { ...signed({ 'idempotency-key': 'one' }), ...change }
    expect(() => verify(message(headers))).toThrowError(refusal('auth.signature_invalid'))
  })

  it('error: an idempotency key added on the way is not covered', () => {
    const headers = { ...signed(), 'idempotency-key': 'added' }
    expect(() => verify(message(headers))).toThrowError(refusal('auth.signature_invalid'))
  })

  it('error: does not verify under another key', () => {
    const other = tweetnaclSuite.signKeyPair(new Uint8Array(32).fill(8))
    const claimed = readRequestSignature(message(signed()))
    expect(() => checkSignature(claimed, other.publicKey, tweetnaclSuite)).toThrowError(
      refusal('auth.signature_invalid'),
    )
  })

  it('error: no single changed character of its headers verifies', () => {
    const headers = signed()
    const names = ['signature', 'signature-input', 'content-digest'] as const
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.nat(), fc.nat({ max: 127 }), (name, at, code) => {
        const text = headers[name] ?? ''
        const index = at % text.length
        const changed = text.slice(0, index) + String.fromCharCode(code) + text.slice(index + 1)
        fc.pre(changed !== text)
        expect(() => {
          verify(message({ ...headers, [name]: changed }))
          checkContentDigest(changed, body, sha256)
        }).toThrowError()
      }),
      { numRuns: 300 },
    )
  })

  it('error: without a signature it says so', () => {
    expect(() => verify(message({}))).toThrowError(refusal('auth.signature_missing'))
  })

  it.each([
    ['a second label', (text: string) => `${text}, other=${text.slice(text.indexOf('=') + 1)}`],
    ['the label twice', (text: string) => `${text}, ${text}`],
    ['another label', (text: string) => text.replace('creditmesh=', 'sig1=')],
  ])('error: is refused with %s', (_, change) => {
    const headers = signed()
    const changed = {
      ...headers,
      signature: change(headers.signature ?? ''),
      'signature-input': change(headers['signature-input'] ?? ''),
    }
    expect(() => verify(message(changed))).toThrowError(refusal('auth.signature_invalid'))
  })

  it.each([
    ['another algorithm', (text: string) => text.replace('"ed25519"', '"hmac-sha256"')],
    ['no nonce', (text: string) => text.replace(/;nonce="[^"]*"/, '')],
    ['no algorithm', (text: string) => text.replace(';alg="ed25519"', '')],
    ['a short nonce', (text: string) => text.replace(/;nonce="[^"]*"/, ';nonce="AAAA"')],
    ['a further parameter', (text: string) => `${text};tag="x"`],
    ['less covered', (text: string) => text.replace(' "content-digest"', '')],
    [
      'another order',
      (text: string) => text.replace('"@method" "@authority"', '"@authority" "@method"'),
    ],
    ['an address in capitals', (text: string) => text.replace('0xab', '0xAB')],
    ['a time as text', (text: string) => text.replace(/created=(\d+)/, 'created="$1"')],
  ])('error: is refused with %s, though its signer signed that', (_, change) => {
    const headers = signed()
    const input = change(headers['signature-input'] ?? '')
    expect(() => verify(message({ ...headers, 'signature-input': input }))).toThrowError(
      refusal('auth.signature_invalid'),
    )
  })

  it('is valid inside its window and for a clock a minute ahead', () => {
    const claimed = readRequestSignature(message(signed()))
    checkWindow(claimed, nowSec - 60)
    checkWindow(claimed, nowSec + 299)
  })

  it('error: is refused before and after its window', () => {
    const claimed = readRequestSignature(message(signed()))
    expect(() => checkWindow(claimed, nowSec - 61)).toThrowError(refusal('auth.clock_skew'))
    expect(() => checkWindow(claimed, nowSec + 300)).toThrowError(refusal('auth.clock_skew'))
  })

  it.each([301, 0, -5])('error: a lifetime of %d seconds is refused', (lifetimeSec) => {
    const options = { signer, nowSec, lifetimeSec }
    const claimed = readRequestSignature(message({ ...signRequest(message({}), body, options) }))
    expect(() => checkWindow(claimed, nowSec)).toThrowError(refusal('auth.signature_invalid'))
  })

  it('draws a fresh nonce each time', () => {
    const nonceOf = () => readRequestSignature(message(signed())).nonce
    expect(nonceOf()).not.toBe(nonceOf())
  })
})

describe('a signed response', () => {
  const request = message(signed())
  const answer = utf8('{"ok":true}')
  const unsigned = { status: 200, request, field: responseFields({}) }
  const headers = { ...signResponse(unsigned, answer, { signer, nowSec }) }

  function responseFields(more: Record<string, string>) {
    const all: Record<string, string> = { 'content-type': 'application/json', ...more }
    return (name: string) => all[name] ?? null
  }

  function verifyResponse(change: Partial<typeof unsigned>): void {
    const response = { ...unsigned, field: responseFields(headers), ...change }
    checkSignature(readResponseSignature(response), keys.publicKey, tweetnaclSuite)
  }

  it('verifies beside the request that it answers', () => {
    verifyResponse({})
  })

  it.each([
    ['status', { status: 403 }],
    ['content type', { field: responseFields({ ...headers, 'content-type': 'text/html' }) }],
    ['request path', { request: { ...request, path: '/other' } }],
    ['repetition of the request', { request: message(signed()) }],
    ['unsigned request', { request: message({}) }],
  ])('error: does not verify with another %s', (_, change) => {
    expect(() => verifyResponse(change)).toThrowError(refusal('auth.signature_invalid'))
  })

  it('answers an unsigned request too, bound to its target', () => {
    const open = { status: 404, request: message({}), field: responseFields({}) }
    const sealed = { ...signResponse(open, answer, { signer, nowSec }) }
    verifyResponse({ ...open, field: responseFields(sealed) })
  })
})

describe('a key id', () => {
  it('reads back', () => {
    expect(parseKeyId(formatKeyId(keyId))).toEqual(keyId)
  })

  it.each([
    '',
    '0xab#1',
    `0x${'ab'.repeat(20)}`,
    `0x${'ab'.repeat(20)}#01`,
    `0x${'ab'.repeat(20)}#-1`,
  ])('error: "%s" is refused', (text) => {
    expect(() => parseKeyId(text)).toThrowError(refusal('auth.signature_invalid'))
  })
})

describe('a request target', () => {
  it.each([
    'http://evil/x',
    '*',
    'x',
    '/a b',
    '/a#b',
    '/é',
    '',
  ])('error: "%s" is not in origin form', (target) => {
    expect(() => targetOfRequestLine(target, 'a')).toThrowError(refusal('input.invalid'))
  })
})

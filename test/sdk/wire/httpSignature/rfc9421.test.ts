import { fromBase64Url, toBase64, utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { sha256 } from '@creditmesh/sdk/crypto/hash.ts'
import { tweetnaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import { signatureBase } from '@creditmesh/sdk/wire/httpSignature/base.ts'
import { contentDigest } from '@creditmesh/sdk/wire/httpSignature/contentDigest.ts'
import { type InnerList, isInnerList } from '@creditmesh/sdk/wire/httpSignature/fields.ts'
import { targetOfUrl } from '@creditmesh/sdk/wire/httpSignature/message.ts'
import { parseDictionary } from '@creditmesh/sdk/wire/httpSignature/parseFields.ts'
import { describe, expect, it } from 'vitest'

// RFC 9421, B.1.4: test-key-ed25519.
const seed = fromBase64Url('n4Ni-HpISpVObnQMW0wOhCKROaIKqKtW_2ZYb2p9KcU')
const publicKey = fromBase64Url('JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs')

// RFC 9421, B.2: test-request.
const body = utf8('{"hello": "world"}')
const fields = new Map([
  ['host', 'example.com'],
  ['date', 'Tue, 20 Apr 2021 02:07:55 GMT'],
  ['content-type', 'application/json'],
  ['content-length', '18'],
])
const request = {
  method: 'POST',
  ...targetOfUrl(new URL('https://example.com/foo?param=Value&Pet=dog')),
  field: (name: string) => fields.get(name) ?? null,
}

function covered(text: string): InnerList {
  const member = parseDictionary(`sig=${text}`).get('sig')
  if (member === undefined || !isInnerList(member)) throw new Error('the vector is a list')
  return member
}

describe('the examples of RFC 9421', () => {
  const b26 = covered(
    '("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"',
  )

  it('B.2.6: the base is that of the text', () => {
    expect(signatureBase(request, b26)).toBe(
      [
        '"date": Tue, 20 Apr 2021 02:07:55 GMT',
        '"@method": POST',
        '"@path": /foo',
        '"@authority": example.com',
        '"content-type": application/json',
        '"content-length": 18',
        '"@signature-params": ("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"',
      ].join('\n'),
    )
  })

  it('B.2.6: the key pair and the signature are those of the text', () => {
    const keys = tweetnaclSuite.signKeyPair(seed)
    expect(keys.publicKey).toEqual(publicKey)
    const signature = tweetnaclSuite.sign(utf8(signatureBase(request, b26)), keys.secretKey)
    expect(toBase64(signature)).toBe(
      'wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==',
    )
  })

  it('2.2: derived components of a request', () => {
    const base = signatureBase(request, covered('("@method" "@authority" "@path" "@query")'))
    expect(base.split('\n').slice(0, 4)).toEqual([
      '"@method": POST',
      '"@authority": example.com',
      '"@path": /foo',
      '"@query": ?param=Value&Pet=dog',
    ])
  })

  it('2.2.7: a request without a query has the query "?"', () => {
    expect(targetOfUrl(new URL('https://EXAMPLE.com:443/path')).query).toBe('?')
    expect(targetOfUrl(new URL('https://EXAMPLE.com:443/path')).authority).toBe('example.com')
  })

  it('2.4: components of the request appear in the base of its response', () => {
    const response = { status: 503, field: () => null, request }
    const base = signatureBase(
      response,
      covered(
        '("@status" "@authority";req "@method";req);created=1618884479;keyid="test-key-ecc-p256"',
      ),
    )
    expect(base).toBe(
      [
        '"@status": 503',
        '"@authority";req: example.com',
        '"@method";req: POST',
        '"@signature-params": ("@status" "@authority";req "@method";req);created=1618884479;keyid="test-key-ecc-p256"',
      ].join('\n'),
    )
  })

  it('RFC 9530: the digest of a body', () => {
    expect(contentDigest(body, sha256)).toBe(
      'sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:',
    )
  })

  it.each([
    ['a component twice', '("@method" "@method")'],
    ['a header that is not there', '("x-missing")'],
    ['a derived component that is not known', '("@target-uri")'],
    ['a name in upper case', '("Date")'],
    ['an unknown parameter', '("date";bs)'],
    ['a request component where there is no response', '("@method";req)'],
    ['the status of a request', '("@status")'],
    ['a token', '(date)'],
  ])('error: %s cannot be covered', (_, list) => {
    expect(() => signatureBase(request, covered(list))).toThrowError(
      expect.objectContaining({ code: 'auth.signature_invalid' }),
    )
  })

  it('error: a value with a line break cannot pass for a component', () => {
    const hostile = { ...request, field: () => 'x\n"@method": GET' }
    expect(() => signatureBase(hostile, covered('("date")'))).toThrowError(
      expect.objectContaining({ code: 'auth.signature_invalid' }),
    )
  })
})

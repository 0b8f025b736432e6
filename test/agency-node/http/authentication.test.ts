import type { IncomingCall } from '@creditmesh/agency-node/http/call.ts'
import { utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { describe, expect, it } from 'vitest'
import { createHarness, lender, memberOf, startSec, withHeader } from './harness.ts'
import { answer, receiptCall } from './receiptCalls.ts'

describe('authentication', () => {
  const cases: [string, string, (call: IncomingCall) => IncomingCall][] = [
    [
      'without a signature',
      'auth.signature_missing',
      (call) => withHeader(call, 'signature', null),
    ],
    [
      'without its input',
      'auth.signature_missing',
      (call) => withHeader(call, 'signature-input', null),
    ],
    ['for another method', 'auth.signature_invalid', (call) => ({ ...call, method: 'PUT' })],
    [
      'for another path',
      'auth.signature_invalid',
      (call) => ({ ...call, target: `${call.target}/x` }),
    ],
    [
      'with a query added',
      'auth.signature_invalid',
      (call) => ({ ...call, target: `${call.target}?a=1` }),
    ],
    [
      'with an altered body',
      'auth.signature_invalid',
      (call) => ({ ...call, readBody: async () => utf8('{}') }),
    ],
    [
      'with an altered digest',
      'auth.signature_invalid',
      (call) =>
        withHeader(
          call,
          'content-digest',
          'sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:',
        ),
    ],
    [
      'without a digest',
      'auth.signature_invalid',
      (call) => withHeader(call, 'content-digest', null),
    ],
    [
      'with a header sent twice',
      'input.invalid',
      (call) => ({ ...call, rawHeaders: [...call.rawHeaders, 'Signature', 'creditmesh=:AA==:'] }),
    ],
    [
      'with Host sent twice',
      'input.invalid',
      (call) => ({ ...call, rawHeaders: [...call.rawHeaders, 'HOST', 'agency.example'] }),
    ],
    [
      'in absolute form',
      'input.invalid',
      (call) => ({ ...call, target: `http://agency.example${call.target}` }),
    ],
  ]

  it.each(cases)('error: refuses a request %s with %s', async (_, code, change) => {
    const handled: unknown[] = []
    const refused = await answer(change(receiptCall()), {
      handler: async (context) => void handled.push(context),
    })
    expect(refused.json.code).toBe(code)
    expect(handled).toEqual([])
  })

  it('error: refuses what was signed for another host', async () => {
    const { json } = await answer(receiptCall({ host: 'other.example' }))
    expect(json.code).toBe('auth.signature_invalid')
  })

  it.each([
    ['expired', -300],
    ['from the future', 61],
  ])('error: refuses a signature %s', async (_, offsetSec) => {
    const { json } = await answer(receiptCall({ nowSec: startSec + offsetSec }))
    expect(json.code).toBe('auth.clock_skew')
  })

  it('error: refuses the same request twice', async () => {
    const harness = await createHarness()
    const call = receiptCall()
    expect((await answer(call, { harness })).status).toBe(200)
    expect((await answer(call, { harness })).json.code).toBe('auth.nonce_replayed')
  })

  it('error: of two copies that arrive together one passes', async () => {
    const harness = await createHarness()
    const call = receiptCall()
    const both = await Promise.all([answer(call, { harness }), answer(call, { harness })])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401])
  })

  it('error: refuses a stranger, an epoch never registered and another member under this id', async () => {
    const stranger = memberOf(9)
    const nextEpoch = memberOf(2, 2)
    const impostor = { ...stranger.signer, keyId: lender.signer.keyId }
    for (const [signer, code] of [
      [stranger.signer, 'auth.member_unknown'],
      [nextEpoch.signer, 'auth.member_unknown'],
      [impostor, 'auth.signature_invalid'],
    ] as const) {
      expect((await answer(receiptCall({ signer }))).json.code).toBe(code)
    }
  })

  it('error: refuses a key replaced more than five minutes ago', async () => {
    const harness = await createHarness()
    const keys = harness.members.get(`${lender.address}#1`)
    if (keys === undefined) throw new Error('the harness has a lender')
    harness.members.set(`${lender.address}#1`, { ...keys, untilSec: startSec - 300 })
    expect((await answer(receiptCall(), { harness })).json.code).toBe('auth.signature_invalid')
  })

  it('does not spend a nonce on what does not verify', async () => {
    const harness = await createHarness()
    const call = receiptCall()
    const signature = utf8('x'.repeat(64))
    const forged = withHeader(
      call,
      'signature',
      `creditmesh=:${btoa(String.fromCharCode(...signature))}:`,
    )
    expect((await answer(forged, { harness })).json.code).toBe('auth.signature_invalid')
    expect(harness.nonces.size).toBe(0)
    expect((await answer(call, { harness })).status).toBe(200)
  })

  it('does not read a body before it knows the sender', async () => {
    let reads = 0
    const call = {
      ...receiptCall({ signer: memberOf(9).signer }),
      readBody: async () => {
        reads += 1
        return new Uint8Array()
      },
    }
    expect((await answer(call)).status).toBe(401)
    expect(reads).toBe(0)
  })
})

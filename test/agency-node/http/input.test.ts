import { utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { describe, expect, it } from 'vitest'
import { answer, receipt, receiptCall } from './receiptCalls.ts'

describe('what is sent', () => {
  async function refusedBody(bytes: Uint8Array) {
    const { status, json } = await answer(receiptCall({ bytes }))
    return { status, code: json.code, detail: String(json.detail) }
  }

  it.each([
    ['no JSON', '{"deliveryHash":'],
    ['nothing', ' '],
    ['a list', '[]'],
    ['null', 'null'],
    ['an unknown member', JSON.stringify({ ...receipt, more: 1 })],
    ['a hash that is too short', JSON.stringify({ ...receipt, deliveryHash: '0x22' })],
    [
      'a list in place of a hash',
      JSON.stringify({ ...receipt, deliveryHash: [receipt.deliveryHash] }),
    ],
    ['an object in place of a hash', JSON.stringify({ ...receipt, deliveryHash: { toString: 1 } })],
    ['a prototype', `{"__proto__":{"isAdmin":true},${JSON.stringify(receipt).slice(1)}`],
    ['a prototype in escapes', `{"\\u005f_proto__":1,${JSON.stringify(receipt).slice(1)}`],
    ['a constructor', JSON.stringify({ ...receipt, constructor: { prototype: { x: 1 } } })],
    ['33 levels', `${'['.repeat(34)}${']'.repeat(34)}`],
    ['100,000 levels', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  ])('error: refuses %s', async (_, text) => {
    expect(await refusedBody(utf8(text))).toMatchObject({ status: 400, code: 'input.invalid' })
    expect({}).not.toHaveProperty('isAdmin')
  })

  it('error: refuses bytes that are not UTF-8', async () => {
    expect(await refusedBody(Uint8Array.of(0x22, 0xff, 0x22))).toMatchObject({
      code: 'input.invalid',
    })
  })

  it('error: does not quote what was sent', async () => {
    const { detail } = await refusedBody(utf8('{"name": Jane Doe}'))
    expect(detail).not.toContain('Jane')
  })

  it.each([
    ['another content type', { 'content-type': 'text/plain' }],
    ['another charset', { 'content-type': 'application/json; charset=latin1' }],
    ['an encoding', { 'content-encoding': 'gzip' }],
  ])('error: refuses %s', async (_, headers) => {
    const { json } = await answer(receiptCall({ headers }))
    expect(json.code).toBe('input.invalid')
  })

  it('error: refuses a malformed path parameter before reading the body', async () => {
    let reads = 0
    const call = receiptCall({ params: { legId: '0x11' } })
    const counting = {
      ...call,
      readBody: async () => {
        reads += 1
        return new Uint8Array()
      },
    }
    expect((await answer(counting)).json.code).toBe('input.invalid')
    expect(reads).toBe(0)
  })
})

import { type Hex, toHex, utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { openBox, openResponse, sealResponse } from '@creditmesh/sdk/crypto/fairExchange.ts'
import { tweetnaclSuite as nacl } from '@creditmesh/sdk/crypto/nacl.ts'
import { openSealed, sealTo } from '@creditmesh/sdk/crypto/sealedBox.ts'
import { describe, expect, test } from 'vitest'

const message = utf8('what only the recipient may read')
const refused = expect.objectContaining({ code: 'auth.signature_invalid' })

describe('a sealed box', () => {
  const { publicKey, secretKey } = nacl.boxKeyPair()

  test('opens for its recipient in its context, and is never the same twice', () => {
    const sealed = sealTo(nacl, publicKey, message, 'leg 1')
    expect(openSealed(nacl, secretKey, sealed, 'leg 1')).toEqual(message)
    expect(sealTo(nacl, publicKey, message, 'leg 1')).not.toEqual(sealed)
  })

  test('error: does not open for another key, in another context, altered or cut', () => {
    const sealed = sealTo(nacl, publicKey, message, 'leg 1')
    const other = nacl.boxKeyPair().secretKey
    expect(() => openSealed(nacl, other, sealed, 'leg 1')).toThrow(refused)
    expect(() => openSealed(nacl, secretKey, sealed, 'leg 2')).toThrow(refused)
    for (const at of [0, 1, 40, sealed.length - 1]) {
      const altered = sealed.slice()
      altered[at] = (altered[at] ?? 0) ^ 1
      expect(() => openSealed(nacl, secretKey, altered, 'leg 1')).toThrow(refused)
    }
    for (const length of [0, 56, 57, 88, sealed.length - 1]) {
      expect(() => openSealed(nacl, secretKey, sealed.subarray(0, length), 'leg 1')).toThrow(
        refused,
      )
    }
  })
})

describe('the fair exchange of a response', () => {
  const legId: Hex = `0x${'11'.repeat(32)}`
  const otherLeg: Hex = `0x${'22'.repeat(32)}`
  const { publicKey, secretKey: oneTimeSecret } = nacl.boxKeyPair()
  const sealed = sealResponse(nacl, { legId, oneTimeKey: publicKey, padded: message })

  test('the box gives w and c, and k then opens c', () => {
    const { whitener, cipher } = openBox(nacl, { legId, oneTimeSecret, box: sealed.box })
    expect(toHex(whitener)).toBe(toHex(sealed.whitener))
    expect(openResponse(nacl, { legId, key: sealed.key, whitener, cipher })).toEqual(message)
  })

  test('error: k alone opens nothing, nor another k or w, nor for another leg', () => {
    const failed = expect.objectContaining({ code: 'query.verification_failed' })
    const { cipher, key, whitener } = sealed
    const wrong = new Uint8Array(32)
    for (const keys of [
      { legId, key, whitener: wrong },
      { legId, key: wrong, whitener },
      { legId: otherLeg, key, whitener },
    ]) {
      expect(() => openResponse(nacl, { ...keys, cipher })).toThrow(failed)
    }
  })

  test('error: the box of one leg does not open for another', () => {
    const box = sealed.box
    expect(() => openBox(nacl, { legId: otherLeg, oneTimeSecret, box })).toThrow(refused)
  })
})

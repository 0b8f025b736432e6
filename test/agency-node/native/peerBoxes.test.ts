import { chooseCryptoSuites } from '@creditmesh/agency-node/native/cryptoSuites.ts'
import { createPeerBoxes } from '@creditmesh/agency-node/native/peerBoxes.ts'
import { tweetnaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import { describe, expect, it } from 'vitest'

const text = Uint8Array.of(1, 2, 3)
const nonce = new Uint8Array(24).fill(5)
const mine = new Uint8Array(32).fill(11)
const secretOf = (peer: number) => new Uint8Array(32).fill(100 + peer)
const publicOf = (peer: number) => tweetnaclSuite.boxPublicKey(secretOf(peer))

describe('boxes between peers that know each other', () => {
  it('are byte for byte the boxes of tweetnacl, however often and with how many peers', async () => {
    const { nacl } = await chooseCryptoSuites()
    const boxes = createPeerBoxes(nacl, mine, { capacity: 2 })
    for (const peer of [1, 2, 3, 1, 1, 3, 2]) {
      const box = boxes.box(text, nonce, publicOf(peer))
      expect(box).toEqual(tweetnaclSuite.box(text, nonce, publicOf(peer), mine))
      expect(boxes.boxOpen(box, nonce, publicOf(peer))).toEqual(text)
    }
  })

  it('still work after their keys were wiped', async () => {
    const { nacl } = await chooseCryptoSuites()
    const boxes = createPeerBoxes(nacl, mine)
    const before = boxes.box(text, nonce, publicOf(1))
    boxes.wipe()
    expect(boxes.box(text, nonce, publicOf(1))).toEqual(before)
  })

  it('erase the shared key of the peer that was used least recently', async () => {
    const { nacl } = await chooseCryptoSuites()
    const seen: Uint8Array[] = []
    const spying = {
      ...nacl,
      secretbox: (message: Uint8Array, n: Uint8Array, key: Uint8Array) => {
        seen.push(key)
        return nacl.secretbox(message, n, key)
      },
    }
    const boxes = createPeerBoxes(spying, mine, { capacity: 2 })
    for (const peer of [1, 2, 1, 3]) boxes.box(text, nonce, publicOf(peer))
    const [first, second] = seen
    expect(first?.some((byte) => byte !== 0)).toBe(true)
    expect(second?.every((byte) => byte === 0)).toBe(true)
  })

  it('error: refuse what was altered, and a public key of the wrong length', async () => {
    const { nacl } = await chooseCryptoSuites()
    const boxes = createPeerBoxes(nacl, mine)
    const box = boxes.box(text, nonce, publicOf(1))
    expect(boxes.boxOpen(box.with(3, (box[3] ?? 0) ^ 1), nonce, publicOf(1))).toBeNull()
    expect(() => boxes.box(text, nonce, new Uint8Array(31))).toThrow(
      expect.objectContaining({ code: 'key.invalid' }),
    )
  })
})

import { askForDelivery, buyLeg } from '@creditmesh/sdk/client/buyerLeg.ts'
import { describe, expect, test } from 'vitest'
import { digestOf } from '../keyring.ts'
import {
  failedCheck,
  flipLast,
  leg,
  modulesWith,
  otherTerms,
  reader,
  stranger,
  terms,
} from './buyerSuite.ts'
import {
  type Cheats,
  createTestSeller,
  deliver,
  hitResponse,
  startSec,
  termsOfLeg,
} from './testSeller.ts'

describe('error: before anything is paid, the buyer refuses', () => {
  const lies: [string, Cheats, string][] = [
    ['a fee above the terms', { fee: 1_000_001n }, 'delivery_fields'],
    [
      'a miss fee above the terms',
      { delivery: (d) => ({ ...d, missFee: 200_000n }) },
      'delivery_fields',
    ],
    ['another buyer', { delivery: (d) => ({ ...d, buyer: stranger.address }) }, 'delivery_fields'],
    [
      'another seller',
      { delivery: (d) => ({ ...d, seller: stranger.address }) },
      'delivery_fields',
    ],
    [
      'a longer deadline',
      { delivery: (d) => ({ ...d, settleBy: d.settleBy + 1 }) },
      'delivery_fields',
    ],
    [
      'a shorter deadline',
      { delivery: (d) => ({ ...d, receiptBy: d.receiptBy - 1 }) },
      'delivery_fields',
    ],
    [
      'another question',
      { delivery: (d) => ({ ...d, bodyHash: digestOf('x') }) },
      'delivery_fields',
    ],
    [
      'a Delivery of another leg',
      { delivery: (d) => ({ ...d, legId: otherTerms.legId }) },
      'delivery_fields',
    ],
    ['a Delivery that someone else signed', { signer: stranger }, 'delivery_signature'],
    [
      'a signature that is none',
      { answer: (a) => ({ ...a, signature: `0x${'00'.repeat(65)}` }) },
      'delivery_signature',
    ],
    [
      'a Delivery changed after it was signed',
      { answer: (a) => ({ ...a, delivery: { ...a.delivery, keyHash: digestOf('x') } }) },
      'delivery_signature',
    ],
    ['the box of another leg', { legOfBox: otherTerms.legId }, 'box'],
    ['a box with one bit flipped', { answer: (a) => ({ ...a, box: flipLast(a.box) }) }, 'box'],
    ['an empty box', { answer: (a) => ({ ...a, box: new Uint8Array() }) }, 'box'],
    ['a hash of another w', { delivery: (d) => ({ ...d, wHash: digestOf('x') }) }, 'whitener_hash'],
    [
      'a hash of another c',
      { delivery: (d) => ({ ...d, cipherHash: digestOf('x') }) },
      'cipher_hash',
    ],
  ]

  test.each(lies)('%s', async (_, cheats, check) => {
    const channel = createTestSeller(terms, hitResponse(terms), cheats)
    const modules = modulesWith(channel)
    expect(await failedCheck(modules)).toBe(check)
    expect(channel.receipts).toEqual([])
    const record = await modules.journal.get(terms.legId)
    expect(record?.delivered).toBeUndefined()
    expect(record?.findings).toMatchObject([{ check, at: startSec }])
  })

  test('the answer of another leg, whole', async () => {
    const { answer } = deliver(otherTerms, hitResponse(otherTerms))
    const channel = { ...createTestSeller(terms, hitResponse(terms)), ask: async () => answer }
    expect(await failedCheck(modulesWith(channel))).toBe('delivery_fields')
  })

  test('a surcharge where the terms allow no relay', async () => {
    const direct = termsOfLeg({ mayRelay: false, relayFee: 0n })
    const channel = createTestSeller(direct, hitResponse(direct), { fee: 1_500_000n })
    const asking = askForDelivery({ ...leg, terms: direct }, modulesWith(channel))
    await expect(asking).rejects.toMatchObject({ details: { check: 'delivery_fields' } })
  })

  test('and keeps the proof once, however often it is shown', async () => {
    const channel = createTestSeller(terms, hitResponse(terms), { signer: stranger })
    const modules = modulesWith(channel)
    for (let i = 0; i < 3; i += 1) await failedCheck(modules)
    const record = await modules.journal.get(terms.legId)
    expect(record?.findings).toHaveLength(1)
    expect(record?.findings[0]).toHaveProperty('signature')
  })

  test('and still takes an honest answer that comes later', async () => {
    const honest = createTestSeller(terms, hitResponse(terms))
    const { answer: forged } = deliver(terms, hitResponse(terms), { signer: stranger })
    const modules = modulesWith({ ...honest, ask: async () => forged })
    await failedCheck(modules)
    const later = { ...modules, channel: honest }
    expect((await buyLeg(leg, reader, later)).response.outcome).toBe(1)
    expect((await modules.journal.get(terms.legId))?.findings).toHaveLength(1)
  })
})

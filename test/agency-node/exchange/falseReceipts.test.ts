import type { Receipt } from '@creditmesh/sdk/chain/queryStructs.ts'
import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import { agencyRoutes } from '@creditmesh/sdk/wire/routes.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sampleTradeline } from '../../sdk/wire/records/samples.ts'
import { callerOf } from '../../support/memberCaller.ts'
import { createNodeWorld, type NodeWorld } from '../../support/nodeWorld.ts'

let world: NodeWorld

interface DeliveredLeg {
  readonly legId: Hex
  readonly deliveryHash: Hex
  readonly receipt: Receipt
}
let one: DeliveredLeg
let other: DeliveredLeg

beforeAll(async () => {
  world = await createNodeWorld()
  one = await deliveredLeg('C01X00T01')
  other = await deliveredLeg('C01X00T02')
})
afterAll(() => world?.close())

async function deliveredLeg(value: string): Promise<DeliveredLeg> {
  const { a } = world.agencies
  const identifier = { country: 'DE', type: 'passport', value }
  await a.store(identifier, [sampleTradeline()])
  const person = await world.person(identifier, [a])
  const entry = await world.lender.request(world.question(person, await world.consent(person)))
  const { delivered } = (await world.lender.ask(entry.id)).leg
  if (delivered === undefined) throw new Error('not delivered')
  const { legId, fee, missFee, receiptBy, settleBy } = delivered.delivery
  const { deliveryHash } = delivered
  return {
    legId,
    deliveryHash,
    receipt: { legId, deliveryHash, fee, missFee, receiptBy, settleBy },
  }
}

function send(leg: DeliveredLeg, signature: Hex, deliveryHash = leg.deliveryHash) {
  const caller = callerOf(world.bank, world.agencies.a, world.chain)
  const params = { legId: leg.legId }
  return caller.call(agencyRoutes.receipt, { params, body: { deliveryHash, signature } })
}

const signed = (receipt: Receipt, account = world.bank.account) =>
  world.chain.typedData.receipt.sign(receipt, account.secretKey)

describe('error: the key is not given for', () => {
  const cheats: [string, () => Promise<unknown>][] = [
    ['the receipt of another leg', () => send(one, signed(other.receipt))],
    [
      'the receipt of another delivery',
      () => send(one, signed({ ...one.receipt, deliveryHash: other.deliveryHash })),
    ],
    ['a receipt that promises less', () => send(one, signed({ ...one.receipt, fee: 0n }))],
    [
      'a receipt that somebody else signed',
      () => send(one, signed(one.receipt, world.chain.council)),
    ],
    [
      'a signature that the contract would not take',
      () => send(one, `${signed(one.receipt).slice(0, -2)}00` as Hex),
    ],
    ['a signature with bytes behind it', () => send(one, `${signed(one.receipt)}00` as Hex)],
    [
      'the hash of another delivery beside a good signature',
      () => send(one, signed(one.receipt), other.deliveryHash),
    ],
  ]

  test.each(cheats)('%s', async (_, cheat) => {
    await expect(cheat()).rejects.toMatchObject({ code: 'auth.signature_invalid' })
  })

  test('and for the good one it is', async () => {
    expect((await send(one, signed(one.receipt))).key).toMatch(/^0x[0-9a-f]{64}$/)
  })
})

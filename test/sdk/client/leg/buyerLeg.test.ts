import {
  askForDelivery,
  buyLeg,
  exchangeReceipt,
  readLeg,
  type SellerChannel,
} from '@creditmesh/sdk/client/buyerLeg.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { AskAnswer } from '@creditmesh/sdk/wire/messages.ts'
import { describe, expect, test } from 'vitest'
import { leg, modulesWith, reader, terms } from './buyerSuite.ts'
import { createTestSeller, deliver, hitResponse, missResponse } from './testSeller.ts'

describe('the buyer of a leg', () => {
  test('reads a hit, and says what it checked', async () => {
    const modules = modulesWith(createTestSeller(terms, hitResponse(terms)))
    const { response, verification } = await buyLeg(leg, reader, modules)
    expect(response).toEqual(hitResponse(terms))
    expect(Object.values(verification)).toEqual(Array(8).fill(true))
  })

  test('reads a miss the same way', async () => {
    const modules = modulesWith(createTestSeller(terms, missResponse(terms)))
    const { response } = await buyLeg(leg, reader, modules)
    expect(response).toMatchObject({ outcome: 2, records: [], score: null })
  })

  test('pays the surcharge of a relay that the terms allow', async () => {
    const traded = createTestSeller(terms, hitResponse(terms), { fee: 1_500_000n })
    await expect(buyLeg(leg, reader, modulesWith(traded))).resolves.toBeDefined()
  })

  test('has stored the delivery before its receipt goes out', async () => {
    const channel = createTestSeller(terms, hitResponse(terms))
    const modules = modulesWith(channel)
    let storedAtReceipt: unknown
    const watched: SellerChannel = {
      ...channel,
      sendReceipt: async (receipt) => {
        storedAtReceipt = (await modules.journal.get(terms.legId))?.delivered
        return channel.sendReceipt(receipt)
      },
    }
    await buyLeg(leg, reader, { ...modules, channel: watched })
    expect(storedAtReceipt).toMatchObject({ delivery: { legId: terms.legId } })
  })

  test('can stop after the delivery, and then has read nothing', async () => {
    const channel = createTestSeller(terms, hitResponse(terms))
    const modules = modulesWith(channel)
    await askForDelivery(leg, modules)
    expect(channel.receipts).toEqual([])
    await expect(readLeg(terms, reader, modules)).rejects.toThrow('query.in_progress')
  })

  test('polls while the answer is being prepared, as long as it is told to wait', async () => {
    const channel = createTestSeller(terms, hitResponse(terms))
    const answers: AskAnswer[] = [
      { status: 'pending', retryAfterMs: 700 },
      { status: 'pending', retryAfterMs: 300 },
    ]
    const modules = modulesWith({ ...channel, ask: async () => answers.shift() ?? channel.ask() })
    await buyLeg(leg, reader, modules)
    expect(modules.clock.slept).toEqual([700, 300])
  })

  test('asks again, later and later, when the agency is not reached or not ready', async () => {
    const channel = createTestSeller(terms, hitResponse(terms))
    const failures = ['query.not_final', 'http.unreachable', 'query.in_progress'] as const
    let tries = 0
    const ask = async () => {
      const code = failures[tries]
      tries += 1
      if (code) throw new MeshError(code)
      return channel.ask()
    }
    const modules = modulesWith({ ...channel, ask })
    await buyLeg(leg, reader, modules)
    expect(modules.clock.slept).toEqual([50, 100, 200])
  })

  test('sends no second ask or receipt once it has the answer', async () => {
    const channel = createTestSeller(terms, hitResponse(terms))
    const modules = modulesWith(channel)
    await buyLeg(leg, reader, modules)
    const again = await buyLeg(leg, reader, modules)
    expect(again.response.outcome).toBe(1)
    expect([channel.asks, channel.receipts.length]).toEqual([1, 1])
  })

  test('continues after a kill between delivery and key with the same receipt', async () => {
    const channel = createTestSeller(terms, hitResponse(terms))
    const sent: string[] = []
    const killed: SellerChannel = {
      ...channel,
      sendReceipt: async ({ signature }) => {
        sent.push(signature)
        throw new Error('kill -9')
      },
    }
    const modules = modulesWith(killed)
    await expect(buyLeg(leg, reader, modules)).rejects.toThrow('internal.unexpected')
    await buyLeg(leg, reader, { ...modules, channel })
    expect(channel.receipts.map(({ signature }) => signature)).toEqual(sent)
  })

  test('takes the key from the settlement when the seller falls silent', async () => {
    const { answer, key } = deliver(terms, hitResponse(terms))
    const modules = modulesWith({
      ask: async () => answer,
      sendReceipt: () => Promise.reject(new MeshError('http.unreachable')),
      settledKey: async () => (modules.clock.nowSec() < terms.receiptBy ? null : key),
    })
    const { response } = await buyLeg(leg, reader, modules)
    expect(response.outcome).toBe(1)
  })

  test('takes the key from the settlement even after the deadline', async () => {
    const { answer, key } = deliver(terms, hitResponse(terms))
    const modules = modulesWith({
      ask: async () => answer,
      sendReceipt: () => Promise.reject(new MeshError('http.unreachable')),
      settledKey: async () => key,
    })
    await askForDelivery(leg, modules)
    modules.clock.advance(1_000)
    await exchangeReceipt(leg, modules)
    expect((await readLeg(terms, reader, modules)).response.outcome).toBe(1)
  })

  test('error: stops asking at receiptBy', async () => {
    const channel = createTestSeller(terms, hitResponse(terms))
    const pending = async () => ({ status: 'pending', retryAfterMs: 5_000 }) as const
    const modules = modulesWith({ ...channel, ask: pending })
    await expect(buyLeg(leg, reader, modules)).rejects.toThrow('query.timeout')
    expect(modules.clock.nowSec()).toBe(terms.receiptBy)
  })

  test('error: stops waiting for the key at settleBy', async () => {
    const channel = createTestSeller(terms, hitResponse(terms))
    const unreachable = () => Promise.reject(new MeshError('http.unreachable'))
    const modules = modulesWith({ ...channel, sendReceipt: unreachable })
    await expect(buyLeg(leg, reader, modules)).rejects.toThrow('query.timeout')
    expect(modules.clock.nowSec()).toBeGreaterThanOrEqual(terms.settleBy)
  })

  test('error: passes on a refusal at once', async () => {
    const channel = createTestSeller(terms, hitResponse(terms))
    const refused = () => Promise.reject(new MeshError('consent.withdrawn'))
    const modules = modulesWith({ ...channel, ask: refused })
    await expect(buyLeg(leg, reader, modules)).rejects.toThrow('consent.withdrawn')
    expect(modules.clock.slept).toEqual([])
  })

  test('error: a clock that is off is not waited for', async () => {
    const channel = createTestSeller(terms, hitResponse(terms))
    const skewed = () => Promise.reject(new MeshError('auth.clock_skew'))
    const modules = modulesWith({ ...channel, ask: skewed })
    await expect(buyLeg(leg, reader, modules)).rejects.toThrow('auth.clock_skew')
  })

  test('error: stops when its caller does', async () => {
    const channel = createTestSeller(terms, hitResponse(terms))
    const caller = new AbortController()
    const ask = async () => {
      caller.abort(new Error('closing'))
      return { status: 'pending', retryAfterMs: 10 } as const
    }
    const modules = { ...modulesWith({ ...channel, ask }), signal: caller.signal }
    await expect(buyLeg(leg, reader, modules)).rejects.toThrow('closing')
  })

  test('error: sends no receipt for what was not delivered', async () => {
    const channel = createTestSeller(terms, hitResponse(terms))
    await expect(exchangeReceipt(leg, modulesWith(channel))).rejects.toThrow('query.in_progress')
    expect(channel.receipts).toEqual([])
  })
})

import type { Rpc } from '@creditmesh/sdk/chain/rpc.ts'
import type { QueryJournal } from '@creditmesh/sdk/client/lender/queryEntry.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMemoryQueryJournal } from '../memoryQueryJournal.ts'
import { createTestAgency } from './testAgency.ts'
import { answerHit, createWorld, lenderOver, prices, question, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.chain.close())

/** Where `kill -9` strikes: at the n-th of these steps, before or after it took effect. */
interface Kill {
  readonly step: 'append' | 'put' | 'send' | 'receipt of the transaction' | 'ask' | 'receipt'
  readonly nth: number
  readonly when: 'before' | 'after'
}

const kills: Kill[] = [
  { step: 'append', nth: 1, when: 'before' },
  { step: 'append', nth: 1, when: 'after' },
  { step: 'send', nth: 1, when: 'before' },
  { step: 'send', nth: 1, when: 'after' },
  { step: 'receipt of the transaction', nth: 1, when: 'after' },
  { step: 'ask', nth: 1, when: 'before' },
  { step: 'ask', nth: 1, when: 'after' },
  { step: 'put', nth: 1, when: 'before' },
  { step: 'put', nth: 1, when: 'after' },
  { step: 'receipt', nth: 1, when: 'before' },
  { step: 'receipt', nth: 1, when: 'after' },
  { step: 'put', nth: 2, when: 'before' },
  { step: 'put', nth: 2, when: 'after' },
]

describe('a lender that is killed', () => {
  test.each(kills)('$when $step $nth ends its query once it is back', async (kill) => {
    const consent = await world.recordConsent(await world.person())
    const { agencyA: member, chain, clock } = world
    const agency = createTestAgency({ member, chain, clock, answer: answerHit })
    const before = await chain.views.balanceOf(world.lender.account.address)
    const journal = createMemoryQueryJournal()
    const stop = () => doomed.close() // a dead process does not go on trying
    const killed = killedAt(kill, { journal, rpc: chain.rpc, fetch: agency.fetch, stop })
    const asked = question(world, consent.package)
    const doomed = lenderOver(world, journal, killed)
    await expect(doomed.query(asked)).rejects.toThrow()

    const revived = lenderOver(world, createMemoryQueryJournal(journal.bytes), agency)
    const resumed = await revived.resume()
    if (journal.bytes.size > 0 && !isAfterLastStep(kill)) {
      expect(resumed).toMatchObject([{ stage: 'answered' }])
      expect(resumed[0]?.error).toBeUndefined()
    }
    // Whatever the kill left: the same key is the same query, read now and paid once.
    const result = await revived.query(asked)
    expect(result.outcome).toBe('hit')
    const after = await chain.views.balanceOf(world.lender.account.address)
    expect(after).toEqual({ ...before, free: before.free - prices.fee })
    expect(await revived.resume()).toEqual([])
  })

  test('finishes many queries that it was killed in, each once', async () => {
    const { agencyA: member, chain, clock } = world
    const agency = createTestAgency({ member, chain, clock, answer: answerHit })
    const journal = createMemoryQueryJournal()
    const before = await chain.views.balanceOf(world.lender.account.address)
    const client = lenderOver(world, journal, agency)
    for (let i = 0; i < 5; i += 1) {
      const consent = await world.recordConsent(await world.person())
      const { id } = await client.request(question(world, consent.package))
      if (i % 2 === 0) await client.ask(id)
    }
    client.close()
    const revived = lenderOver(world, createMemoryQueryJournal(journal.bytes), agency)
    const resumed = await revived.resume()
    expect(resumed.map(({ stage }) => stage)).toEqual(Array(5).fill('answered'))
    const after = await chain.views.balanceOf(world.lender.account.address)
    expect(after.free).toBe(before.free - 5n * prices.fee)
  })
})

function isAfterLastStep({ step, nth, when }: Kill): boolean {
  return step === 'put' && nth === 2 && when === 'after'
}

/** The collaborators of a process that dies at a step and does nothing any more, its clean-up included. */
function killedAt(
  kill: Kill,
  parts: { journal: QueryJournal; rpc: Rpc; fetch: typeof globalThis.fetch; stop: () => void },
) {
  const { journal, rpc, fetch, stop } = parts
  let isDead = false
  let seen = 0
  const die = (): never => {
    isDead = true
    stop()
    throw new Error('killed')
  }
  const at = async <T>(step: Kill['step'] | null, work: () => Promise<T>): Promise<T> => {
    if (isDead) throw new Error('dead')
    if (step !== kill.step) return work()
    seen += 1
    if (seen !== kill.nth) return work()
    if (kill.when === 'before') return die()
    await work()
    return die()
  }
  const rpcStep: Record<string, Kill['step']> = {
    eth_sendRawTransaction: 'send',
    eth_getTransactionReceipt: 'receipt of the transaction',
  }
  const dyingJournal: QueryJournal = {
    append: (entry) => at('append', () => journal.append(entry)),
    put: (entry) => at('put', () => journal.put(entry)),
    get: (id) => at(null, () => journal.get(id)),
    list: () => at(null, () => journal.list()),
  }
  const dyingRpc: Rpc = {
    request: (method, params) =>
      at(rpcStep[method] ?? null, () => rpc.request(method, params)) as never, // rpc gives the type
  }
  const dyingFetch: typeof globalThis.fetch = (input, init) => {
    const step = String(input).endsWith('/ask') ? 'ask' : 'receipt'
    return at(step, () => fetch(input, init))
  }
  return { journal: dyingJournal, rpc: dyingRpc, fetch: dyingFetch }
}

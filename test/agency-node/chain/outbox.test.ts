import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createOutbox,
  type Outbox,
  type OutboxOptions,
} from '@creditmesh/agency-node/chain/outbox.ts'
import { chooseCryptoSuites } from '@creditmesh/agency-node/native/cryptoSuites.ts'
import { masterKeyOf } from '@creditmesh/agency-node/store/masterKey.ts'
import { openStore } from '@creditmesh/agency-node/store/openStore.ts'
import type { Store } from '@creditmesh/agency-node/store/store.ts'
import { createRpc, type Rpc } from '@creditmesh/sdk/chain/rpc.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createAccount } from '../../../scripts/chain/account.ts'
import { startTestChain, type TestChain } from '../../support/localChain.ts'

let chain: TestChain
let folder: string
let store: Store
let running: AbortController
const secretKey = new Uint8Array(32).fill(7)
const suites = await chooseCryptoSuites()
const address = suites.ecdsa.addressOf(secretKey)

beforeAll(async () => {
  chain = await startTestChain()
})
afterAll(() => chain.close())

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outbox-'))
  store = await open()
  running = new AbortController()
})
afterEach(async () => {
  running.abort()
  await store.close()
  await rm(folder, { recursive: true })
})

function open(): Promise<Store> {
  return openStore(folder, {
    masterKey: masterKeyOf(new Uint8Array(32).fill(1)),
    nacl: suites.nacl,
  })
}

function outboxOver(rpc: Rpc = chain.rpc, others: Partial<OutboxOptions> = {}): Outbox {
  const { ecdsa } = suites
  const { chainId } = chain.deployment
  const account = { address, secretKey }
  const modules = { store, rpc, chainId, account, ecdsa, signal: running.signal }
  return createOutbox({ ...modules, resendMs: 50, retryMs: 20, ...others })
}

const approve = (amount: bigint) =>
  chain.contracts.token.encode('approve', chain.deployment.addresses.ledger, amount)
const allowance = () => chain.views.ledgerAllowanceOf(address)
const sentCount = async () =>
  Number(await chain.rpc.request('eth_getTransactionCount', [address, 'latest']))

/** Passes everything on until `method` is asked for, then acts as a chain that is gone. */
function failingAt(method: string): Rpc {
  return {
    request: (asked, params) =>
      asked === method
        ? Promise.reject(new MeshError('chain.unavailable'))
        : chain.rpc.request(asked, params),
  }
}

describe('the outbox', () => {
  test('does what it is told, once, however often it is told', async () => {
    const before = await sentCount()
    const outbox = outboxOver()
    const same = { id: 'approve 1', call: approve(1n) }
    const submissions = await Promise.all([outbox.submit(same), outbox.submit(same)])
    await Promise.all(submissions.map(({ mined }) => mined))
    await (await outbox.submit(same)).mined
    expect(await allowance()).toBe(1n)
    expect(await sentCount()).toBe(before + 1)
  })

  test('keeps the order of submission over many transactions', async () => {
    const before = await sentCount()
    const outbox = outboxOver()
    const many = Array.from({ length: 150 }, (_, i) => ({
      id: `many ${i}`,
      call: approve(BigInt(i)),
    }))
    const submissions = await Promise.all(many.map((intent) => outbox.submit(intent)))
    await Promise.all(submissions.map(({ mined }) => mined))
    expect(await allowance()).toBe(149n)
    expect(await sentCount()).toBe(before + 150)
  })

  test('error: a revert reaches whoever waits, decoded, and the next transaction goes on', async () => {
    const outbox = outboxOver()
    const forbidden = chain.contracts.token.encode('mint', address, 1n)
    const { mined } = await outbox.submit({ id: 'mint', call: forbidden })
    await expect(mined).rejects.toMatchObject({ code: 'auth.forbidden' })
    await (await outbox.submit({ id: 'approve 5', call: approve(5n) })).mined
    expect(await allowance()).toBe(5n)
  })

  test('error: what failed may be tried again under the same id', async () => {
    const outbox = outboxOver()
    const { ledger } = chain.contracts
    const withdraw = { id: 'withdraw', call: ledger.encode('withdraw', 3n) }
    await expect((await outbox.submit(withdraw)).mined).rejects.toMatchObject({
      code: 'payment.insufficient',
    })
    await chain.fund(createAccount(secretKey, { rpc: chain.rpc }), 3n)
    await (await outbox.submit(withdraw)).mined
  })

  test('after a kill before sending, the stored bytes are sent once', async () => {
    const before = await sentCount()
    const { mined } = await outboxOver(failingAt('eth_sendRawTransaction')).submit({
      id: 'stored only',
      call: approve(11n),
    })
    mined.catch(() => undefined) // that outbox never hears of it
    expect(await sentCount()).toBe(before)
    const restarted = outboxOver()
    await restarted.resume()
    await (await restarted.submit({ id: 'stored only', call: approve(11n) })).mined
    expect(await allowance()).toBe(11n)
    expect(await sentCount()).toBe(before + 1)
  })

  test('after a kill between mining and noticing, nothing is sent twice', async () => {
    const before = await sentCount()
    const { mined } = await outboxOver(failingAt('eth_getTransactionReceipt')).submit({
      id: 'unnoticed',
      call: approve(12n),
    })
    mined.catch(() => undefined)
    await expect.poll(sentCount).toBe(before + 1)
    await store.close()
    store = await open()
    const restarted = outboxOver()
    await restarted.resume()
    await (await restarted.submit({ id: 'unnoticed', call: approve(12n) })).mined
    expect(await sentCount()).toBe(before + 1)
  })

  test('goes on when the chain comes back', async () => {
    let isAway = true
    const flaky: Rpc = {
      request: (method, params) =>
        isAway && method === 'eth_sendRawTransaction'
          ? Promise.reject(new MeshError('chain.unavailable'))
          : chain.rpc.request(method, params),
    }
    const { mined } = await outboxOver(flaky).submit({ id: 'patient', call: approve(13n) })
    isAway = false
    await mined
    expect(await allowance()).toBe(13n)
  })

  test('takes a new number when the key was used elsewhere', async () => {
    const outbox = outboxOver()
    await (await outbox.submit({ id: 'first', call: approve(1n) })).mined
    // The same key in another process takes the next number.
    const elsewhere = outboxOver()
    await (await elsewhere.submit({ id: 'elsewhere', call: approve(20n) })).mined
    await (await outbox.submit({ id: 'second', call: approve(21n) })).mined
    expect(await allowance()).toBe(21n)
    const steps = (await outbox.find('second'))?.history.map(({ status }) => status)
    expect(steps).toContain('displaced')
  })

  test('accepts what is to happen while the chain is away, and does it when it comes back', async () => {
    let isAway = true
    const troubles: string[] = []
    const gone = createRpc('http://127.0.0.1:9', { timeoutMs: 500 })
    const rpc: Rpc = {
      request: (method, params) => (isAway ? gone : chain.rpc).request(method, params),
    }
    const outbox = outboxOver(rpc, { onTrouble: ({ code }) => troubles.push(code) })
    const { mined } = await outbox.submit({ id: 'later', call: approve(31n) })
    await expect.poll(() => troubles).toContain('chain.unavailable')
    expect((await outbox.find('later'))?.state).toBe('accepted')
    isAway = false
    await mined
    expect(await allowance()).toBe(31n)
  })

  test('tells the life of an intent, step by step', async () => {
    const outbox = outboxOver()
    const { ledger } = chain.contracts
    await (await outbox.submit({ id: 'told', call: approve(32n) })).mined
    const told = await outbox.find('told')
    const steps = told?.history.map(({ status }) => status)
    expect(steps).toEqual(['accepted', 'signed', 'sent', 'mined'])
    expect(told).toMatchObject({ state: 'mined', receipt: { isSuccess: true } })
    const { mined } = await outbox.submit({ id: 'told too', call: ledger.encode('withdraw', 9n) })
    await expect(mined).rejects.toMatchObject({ code: 'payment.insufficient' })
    const last = (await outbox.find('told too'))?.history.at(-1)
    expect(last).toMatchObject({ status: 'failed', code: 'payment.insufficient' })
    expect(await outbox.find('never told')).toBeNull()
  })

  test('sends the very same bytes after a restart', async () => {
    const sent: unknown[] = []
    const watching = (isLost: boolean): Rpc => ({
      request: (method, params) => {
        if (method !== 'eth_sendRawTransaction') return chain.rpc.request(method, params)
        sent.push(params?.[0])
        if (isLost) return Promise.reject(new MeshError('chain.unavailable'))
        return chain.rpc.request(method, params)
      },
    })
    const outbox = outboxOver(watching(true))
    const { mined } = await outbox.submit({ id: 'twice', call: approve(33n) })
    mined.catch(() => undefined)
    await expect.poll(() => sent.length).toBeGreaterThan(0)
    await outbox.close()
    const restarted = outboxOver(watching(false))
    await restarted.resume()
    await (await restarted.submit({ id: 'twice', call: approve(33n) })).mined
    expect(new Set(sent).size).toBe(1)
  })

  test('error: who waits hears that the node stops, and the intent goes on after the next start', async () => {
    const before = await sentCount()
    const outbox = outboxOver(failingAt('eth_sendRawTransaction'))
    const { mined } = await outbox.submit({ id: 'stopped', call: approve(34n) })
    await outbox.close()
    await expect(mined).rejects.toMatchObject({ code: 'chain.unavailable' })
    const restarted = outboxOver()
    await restarted.resume()
    await expect.poll(sentCount).toBe(before + 1)
  })

  test('error: what the disk does not take is not sent', async () => {
    const before = await sentCount()
    const full: Store = {
      ...store,
      transact: () => Promise.reject(new MeshError('store.disk_full')),
    }
    const outbox = outboxOver(chain.rpc, { store: full })
    const submitted = outbox.submit({ id: 'unstored', call: approve(35n) })
    await expect(submitted).rejects.toMatchObject({ code: 'store.disk_full' })
    expect(await sentCount()).toBe(before)
    await (await outboxOver().submit({ id: 'unstored', call: approve(35n) })).mined
    expect(await sentCount()).toBe(before + 1)
  })

  test('sends what is submitted at once in batches', async () => {
    let posts = 0
    const fetchCounted: typeof fetch = (...request) => {
      posts += 1
      return fetch(...request)
    }
    const outbox = outboxOver(createRpc(chain.rpcUrl, { fetch: fetchCounted }))
    const done = Array.from({ length: 400 }, async (_, i) => {
      await (await outbox.submit({ id: `rate ${i}`, call: approve(BigInt(i)) })).mined
    })
    await Promise.all(done)
    expect(posts).toBeLessThan(100)
  })
})

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createOutbox, type Outbox } from '@creditmesh/agency-node/chain/outbox.ts'
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

function outboxOver(rpc: Rpc = chain.rpc): Outbox {
  const { ecdsa } = suites
  const { chainId } = chain.deployment
  const account = { address, secretKey }
  return createOutbox({ store, rpc, chainId, account, ecdsa, signal: running.signal, resendMs: 50 })
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
  })

  test('error: no chain, no nonce: the caller hears it and may try again', async () => {
    const gone = createRpc('http://127.0.0.1:9', { timeoutMs: 500 })
    const outbox = outboxOver(gone)
    await expect(outbox.submit({ id: 'nowhere', call: approve(1n) })).rejects.toMatchObject({
      code: 'chain.unavailable',
    })
  })
})

import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRpc, readBlockHead } from '@creditmesh/sdk/chain/rpc.ts'
import { readReceipt } from '@creditmesh/sdk/chain/sender.ts'
import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { journalPath } from '../../../scripts/chain/journal.ts'
import { spawnChain, spawnTestChain } from '../../support/localChain.ts'
import { type Acknowledged, sendUntilGone, signNumbered } from './load.ts'

let dir: string

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'creditmesh-chain-'))
})

afterEach(() => rmSync(dir, { recursive: true, force: true }))

async function allBlocks(url: string): Promise<Hex[]> {
  const rpc = createRpc(url)
  const { number } = (await readBlockHead(rpc)) ?? { number: 0 }
  const heads = await Promise.all(
    Array.from({ length: number + 1 }, (_, i) => readBlockHead(rpc, i)),
  )
  return heads.map((head) => head?.hash ?? '0x')
}

describe('a chain that is killed while transactions are sent', () => {
  test('error: comes back with every block that it acknowledged, bit by bit', async () => {
    const acknowledged: Acknowledged[] = []
    const chain = await spawnChain(dir)
    const senders = ['a', 'b', 'c', 'd'].map((name) => sendUntilGone(chain.url, name, acknowledged))
    await expect.poll(() => acknowledged.length, { timeout: 20_000 }).toBeGreaterThan(100)
    const before = await allBlocks(chain.url)
    await chain.kill('SIGKILL')
    await Promise.all(senders)

    await using resumed = await spawnChain(dir)
    expect(resumed.genesisHash).toBe(chain.genesisHash)
    const after = await allBlocks(resumed.url)
    expect(after.slice(0, before.length)).toEqual(before)
    const rpc = createRpc(resumed.url)
    const receipts = await Promise.all(acknowledged.map(({ txHash }) => readReceipt(rpc, txHash)))
    expect(receipts.map((receipt) => receipt?.blockHash)).toEqual(
      acknowledged.map(({ blockHash }) => blockHash),
    )
  }, 60_000)

  test('error: is killed again and again, and goes on each time', async () => {
    let known: Hex[] = []
    for (let round = 0; round < 3; round += 1) {
      const acknowledged: Acknowledged[] = []
      await using chain = await spawnChain(dir)
      expect((await allBlocks(chain.url)).slice(0, known.length)).toEqual(known)
      const sender = sendUntilGone(chain.url, `round-${round}`, acknowledged)
      await expect.poll(() => acknowledged.length, { timeout: 20_000 }).toBeGreaterThan(10)
      known = await allBlocks(chain.url)
      await chain.kill('SIGKILL')
      await sender
    }
  }, 60_000)
})

test('what contracts hold is there after a kill, and time has not gone back', async () => {
  const network = await spawnTestChain(dir)
  const saver = network.account('saver')
  await network.fund(saver, 7n)
  const later = (await network.nowSec()) + 500
  await network.mineUntil(later)
  await network.kill('SIGKILL')

  await using resumed = await spawnChain(dir, ['--manual-time'])
  const rpc = createRpc(resumed.url)
  const code = await rpc.request('eth_getCode', [network.deployment.addresses.ledger, 'latest'])
  expect(code).not.toBe('0x')
  await rpc.request('evm_mine')
  expect((await readBlockHead(rpc))?.sec).toBeGreaterThanOrEqual(later)
}, 30_000)

test('SIGTERM ends it cleanly, with the last block in the journal', async () => {
  const chain = await spawnChain(dir)
  const { raw } = signNumbered('a', 0)
  await createRpc(chain.url).request('eth_sendRawTransaction', [raw])
  const before = await allBlocks(chain.url)
  await chain.kill('SIGTERM')
  expect(chain.process.exitCode).toBe(0)
  await using resumed = await spawnChain(dir)
  expect((await allBlocks(resumed.url)).slice(0, before.length)).toEqual(before)
}, 30_000)

test('an idle chain makes empty blocks, so that legs lapse', async () => {
  await using chain = await spawnChain(dir)
  const rpc = createRpc(chain.url)
  await expect
    .poll(async () => (await readBlockHead(rpc))?.number, { timeout: 10_000 })
    .toBeGreaterThan(1)
}, 20_000)

describe('what stands in the way is said', () => {
  test('error: a line that a kill left unfinished is dropped', async () => {
    const chain = await spawnChain(dir, ['--manual-time'])
    const rpc = createRpc(chain.url)
    await rpc.request('evm_mine')
    await chain.kill('SIGKILL')
    appendFileSync(journalPath(dir), '{"sec":1999999999,"tx')
    await using resumed = await spawnChain(dir, ['--manual-time'])
    expect(await allBlocks(resumed.url)).toHaveLength(2)
  }, 30_000)

  test('error: a journal that does not reproduce its blocks is refused, exit 6', async () => {
    const chain = await spawnChain(dir, ['--manual-time'])
    const rpc = createRpc(chain.url)
    await rpc.request('evm_mine')
    await rpc.request('eth_sendRawTransaction', [signNumbered('a', 0).raw])
    await chain.kill('SIGKILL')
    const path = journalPath(dir)
    const lines = readFileSync(path, 'utf8').split('\n')
    const altered = lines.map((line) =>
      line.replace(/"sec":(\d+)/, (_, sec) => `"sec":${+sec + 1}`),
    )
    writeFileSync(path, altered.join('\n'))
    await expect(spawnChain(dir)).rejects.toThrow(/exited with 6: chain\.journal_corrupt: line 3/)
  }, 30_000)

  test('error: a journal that is no journal is refused, exit 6', async () => {
    writeFileSync(journalPath(dir), 'not a journal\n')
    await expect(spawnChain(dir)).rejects.toThrow(/exited with 6: chain\.journal_corrupt: line 1/)
  }, 30_000)

  test('error: a second process is kept off the directory', async () => {
    await using _owner = await spawnChain(dir)
    await expect(spawnChain(dir)).rejects.toThrow(/exited with 1: store\.locked/)
  }, 30_000)

  test('error: a port that is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as { port: number }
    await expect(spawnChain(dir, ['--port', String(port)])).rejects.toThrow(
      /exited with 1: http\.port_taken/,
    )
    server.close()
  }, 30_000)

  test('error: a command line that makes no sense, exit 2', async () => {
    await expect(spawnChain(dir, ['--port', 'x'])).rejects.toThrow(/exited with 2: usage\.invalid/)
    await expect(spawnChain(dir, ['--sail'])).rejects.toThrow(/exited with 2: usage\.invalid/)
  }, 30_000)
})

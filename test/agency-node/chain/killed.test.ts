import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { ethersEcdsa } from '@creditmesh/sdk/crypto/secp256k1.ts'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { createAccount } from '../../../scripts/chain/account.ts'
import { startTestChain, type TestChain } from '../../support/localChain.ts'
import type { ChildTask } from './killed.child.ts'

const child = fileURLToPath(new URL('./killed.child.ts', import.meta.url))
const secretKey = new Uint8Array(32).fill(9)
const address = ethersEcdsa.addressOf(secretKey)
let chain: TestChain

beforeAll(async () => {
  chain = await startTestChain()
})
afterAll(() => chain.close())

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'creditmesh-outbox-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

async function run(task: ChildTask): Promise<{ signal: string | null; output: string }> {
  const running = spawn(process.execPath, [child, JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void running.kill('SIGKILL'))
  const [output, [, signal]] = await Promise.all([text(running.stdout), once(running, 'exit')])
  return { signal, output }
}

const minedCount = async () =>
  Number(await chain.rpc.request('eth_getTransactionCount', [address, 'latest']))

// Where an outbox can be when it is killed; after each the same work is done by the next process.
const deaths: Record<string, NonNullable<ChildTask['dieAt']>> = {
  'only the intent is stored': { method: 'eth_getTransactionCount', when: 'before' },
  'the signed transaction is stored': { method: 'eth_sendRawTransaction', when: 'before' },
  'it has been sent': { method: 'eth_sendRawTransaction', when: 'after' },
  'it is mined and nobody has noticed': { method: 'eth_getTransactionReceipt', when: 'before' },
  'it is mined and that is not stored': { method: 'eth_getTransactionReceipt', when: 'after' },
}

describe('an outbox whose process is killed when', () => {
  for (const [moment, dieAt] of Object.entries(deaths)) {
    test(`${moment}, ends with exactly one transaction for each intent`, async () => {
      const folder = await temporaryFolder()
      // Each withdrawal takes effect: one too many would show in the balance as well as in the nonce.
      await chain.fund(createAccount(secretKey, { rpc: chain.rpc }), 30n)
      const [countBefore, freeBefore] = [await minedCount(), await freeBalance()]
      const calls = [1n, 2n, 3n].map((amount) => chain.contracts.ledger.encode('withdraw', amount))
      const { rpcUrl, deployment } = chain
      const task = { folder, rpcUrl, chainId: deployment.chainId, calls }
      expect(await run({ ...task, dieAt })).toEqual({ signal: 'SIGKILL', output: '' })
      expect(await run(task)).toEqual({ signal: null, output: 'done' })
      expect(await run(task)).toEqual({ signal: null, output: 'done' })
      expect((await minedCount()) - countBefore).toBe(calls.length)
      expect(freeBefore - (await freeBalance())).toBe(6n)
    })
  }
})

async function freeBalance(): Promise<bigint> {
  return (await chain.views.balanceOf(address)).free
}

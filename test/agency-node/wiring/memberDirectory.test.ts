import { createMemberDirectory } from '@creditmesh/agency-node/wiring/memberDirectory.ts'
import { createContracts } from '@creditmesh/sdk/chain/contracts.ts'
import { createRpc } from '@creditmesh/sdk/chain/rpc.ts'
import { toHex } from '@creditmesh/sdk/crypto/bytes.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openChainProxy } from '../../support/chainProxy.ts'
import { startTestChain, type TestChain } from '../../support/localChain.ts'
import type { TestMember } from '../../support/testNetwork.ts'

let chain: TestChain
let agency: TestMember

beforeAll(async () => {
  chain = await startTestChain()
  agency = await chain.admit('agency')
})
afterAll(() => chain?.close())

async function openDirectory() {
  const proxy = await openChainProxy(chain.rpcUrl)
  const rpc = createRpc(proxy.url)
  const contracts = createContracts(rpc, chain.deployment.addresses)
  let nowMs = 0
  const members = createMemberDirectory({
    ...{ rpc, contracts, deployment: chain.deployment },
    clockMs: () => nowMs,
    maxEntries: 20,
  })
  const wait = (ms: number) => {
    nowMs += ms
  }
  return { members, proxy, wait }
}

const stranger = (serial: number) => toHex(new Uint8Array(20).fill(1).fill(serial, 19))

describe('what a node knows of members', () => {
  test('is asked once a second at most', async () => {
    const { members, proxy, wait } = await openDirectory()
    const { address } = agency.account
    expect(await members.keysFor(address, 1)).toMatchObject({ status: 1 })
    const asked = proxy.count('eth_call')
    await members.keysFor(address, 1)
    expect(proxy.count('eth_call')).toBe(asked)
    wait(1001)
    await members.keysFor(address, 1)
    expect(proxy.count('eth_call')).toBeGreaterThan(asked)
    await proxy.close()
  })

  test('error: is nothing for a stranger, and for an epoch that never was', async () => {
    const { members, proxy } = await openDirectory()
    expect(await members.keysFor(stranger(1), 1)).toBeNull()
    expect(await members.keysFor(agency.account.address, 2)).toBeNull()
    expect(await members.signingKeyOf(agency.account.address, 9)).toBeNull()
    await proxy.close()
  })

  test('error: does not grow with the names that strangers make up', async () => {
    const { members, proxy } = await openDirectory()
    for (let serial = 0; serial < 30; serial += 1) await members.keysFor(stranger(serial), 1)
    expect(members.remembered()).toBe(20)
    await proxy.close()
  })
})

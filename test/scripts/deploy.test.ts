import { accessRoles } from '@creditmesh/sdk/chain/accessRoles.ts'
import { createContracts } from '@creditmesh/sdk/chain/contracts.ts'
import { parseDeployment, verifyChainIdentity } from '@creditmesh/sdk/chain/deployment.ts'
import { createRpc } from '@creditmesh/sdk/chain/rpc.ts'
import { createViews } from '@creditmesh/sdk/chain/views.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { purposeTemplates } from '../../scripts/chain/purposeTemplates.ts'
import { deploy, localWindows } from '../../scripts/deploy.ts'
import { startTestChain, type TestChain } from '../support/localChain.ts'

let chain: TestChain

beforeAll(async () => {
  chain = await startTestChain()
})

afterAll(() => chain.close())

describe('a deployment', () => {
  test('stands where it was predicted, wired as its constructors demand', async () => {
    const { contracts, deployment } = chain
    const { addresses } = deployment
    expect(await contracts.consents.read('QUERIES', [])).toBe(addresses.queries)
    expect(await contracts.ledger.read('QUERIES', [])).toBe(addresses.queries)
    expect(await contracts.ledger.read('TOKEN', [])).toBe(addresses.token)
    expect(await contracts.queries.read('MEMBERS', [])).toBe(addresses.members)
    expect(await contracts.queries.read('CONSENTS', [])).toBe(addresses.consents)
    expect(await contracts.queries.read('LEDGER', [])).toBe(addresses.ledger)
    expect(await contracts.members.read('authority', [])).toBe(addresses.accessManager)
  })

  test('has the windows that it says it has', async () => {
    const { vestingSec, approverDelaySec, ...windows } = localWindows
    expect(await chain.views.windows()).toEqual(windows)
    expect(await chain.contracts.ledger.read('VESTING_SEC', [])).toBe(vestingSec)
    const delay = await chain.contracts.modelRegistry.read('APPROVER_DELAY_SEC', [])
    expect(delay).toBe(approverDelaySec)
    expect(chain.deployment.windows).toEqual(localWindows)
  })

  test('bounds every purpose that can be granted', async () => {
    expect([...purposeTemplates.keys()]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    for (const [purpose, template] of purposeTemplates) {
      expect(await chain.views.templateOf(purpose)).toEqual(template)
    }
  })

  test('is written down as JSON and read back', async () => {
    const text = JSON.stringify(chain.deployment)
    const read = parseDeployment(JSON.parse(text))
    expect(read).toEqual(chain.deployment)
    await verifyChainIdentity(chain.rpc, read)
  })

  test('can be made beside another one, by another deployer', async () => {
    const second = await deploy(chain.account('second deployer'), chain.rpc)
    expect(second.addresses.queries).not.toBe(chain.deployment.addresses.queries)
    await verifyChainIdentity(chain.rpc, second)
  })
})

describe('roles', () => {
  test('are held by whom they were given to', async () => {
    const { hasRole } = chain.views
    const { council, auditors } = chain
    for (const role of ['ADMIN', 'COUNCIL', 'SUPERVISOR', 'SETTLEMENT'] as const) {
      expect(await hasRole(accessRoles[role], council.address)).toBe(true)
    }
    expect(await hasRole(accessRoles.AUDITOR, council.address)).toBe(false)
    for (const { address } of auditors) {
      expect(await hasRole(accessRoles.AUDITOR, address)).toBe(true)
      expect(await hasRole(accessRoles.COUNCIL, address)).toBe(false)
    }
  })

  test('error: a deployer that hands its admin role over keeps none', async () => {
    const deployer = chain.account('leaving deployer')
    const council = chain.account('the council')
    const holders = { admins: [council.address], council: [council.address] }
    const deployment = await deploy(deployer, chain.rpc, { holders })
    const contracts = createContracts(chain.rpc, deployment.addresses)
    const { hasRole } = createViews(contracts)
    expect(await hasRole(accessRoles.ADMIN, deployer.address)).toBe(false)
    expect(await hasRole(accessRoles.ADMIN, council.address)).toBe(true)
    const template = purposeTemplates.get(1)
    if (template === undefined) throw new Error('no template')
    await expect(
      deployer.send(contracts.consents.encode('setTemplate', 1, template)),
    ).rejects.toMatchObject({ code: 'auth.forbidden' })
  })

  test('error: nobody but their holders may call what they guard', async () => {
    const { members, token, consents } = chain.contracts
    const stranger = chain.account('stranger')
    const someone = stranger.address
    const calls = [
      members.encode('suspend', someone),
      members.encode('readmit', someone),
      members.encode('pause', someone),
      members.encode('unpause', someone),
      members.encode('setPurposes', someone, 2),
      members.encode('undeclareAffiliation', someone, someone),
      token.encode('mint', someone, 1n),
      token.encode('burn', someone, 1n),
      consents.encode('revokeByNetwork', `0x${'01'.repeat(32)}`, 1),
      consents.encode('proposeInvalidation', `0x${'01'.repeat(32)}`, 1),
      consents.encode('confirmInvalidation', `0x${'01'.repeat(32)}`, 1),
    ]
    for (const call of calls) {
      await expect(stranger.send(call)).rejects.toMatchObject({ code: 'auth.forbidden' })
    }
  })

  test('two auditors invalidate; one alone does not', async () => {
    const { consents } = chain.contracts
    const [first, second] = chain.auditors
    const id = `0x${'01'.repeat(32)}` as const
    // The role lets them in; the unknown consent is what stops them.
    for (const auditor of [first, second]) {
      await expect(
        auditor.send(consents.encode('proposeInvalidation', id, 1)),
      ).rejects.toMatchObject({ code: 'consent.invalid_transition' })
    }
  })
})

describe('the chain of a deployment', () => {
  test('error: another chain id, another genesis, or no contract is the wrong network', async () => {
    const { deployment } = chain
    const wrong = [
      { ...deployment, chainId: 1 },
      { ...deployment, genesisHash: `0x${'00'.repeat(32)}` as const },
      {
        ...deployment,
        addresses: { ...deployment.addresses, ledger: chain.account('nobody').address },
      },
    ]
    const named = ['chainId', 'genesisHash', 'ledger']
    for (const [i, pinned] of wrong.entries()) {
      await expect(verifyChainIdentity(chain.rpc, pinned)).rejects.toMatchObject({
        code: 'chain.wrong_network',
        details: { what: named[i] },
      })
    }
  })

  test('error: a chain that is gone is not a wrong one', async () => {
    await expect(
      verifyChainIdentity(createRpc('http://127.0.0.1:1'), chain.deployment),
    ).rejects.toMatchObject({ code: 'chain.unavailable' })
  })

  test.each([
    ['a missing field', { startBlock: undefined }, 'startBlock'],
    ['an address that is none', { addresses: { queries: '0x1' } }, 'addresses'],
    ['a format of another version', { format: 'creditmesh/deployment/9' }, 'format'],
  ])('error: %s is named', (_, change, field) => {
    expect(() => parseDeployment({ ...chain.deployment, ...change })).toThrow(
      expect.objectContaining({
        code: 'config.invalid',
        detail: expect.stringContaining(`"${field}`),
      }),
    )
  })
})

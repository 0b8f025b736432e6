import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { agencyFiles } from '@creditmesh/agency-node/agencyFolder.ts'
import { warnIfUnknown } from '@creditmesh/agency-node/cli/agency/membership.ts'
import { packageFile } from '@creditmesh/agency-node/cli/walletAccess.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Admitted } from '../../scripts/network/admit.ts'
import type { NetworkStatus } from '../../scripts/network/status.ts'
import { networkUp } from '../../scripts/network/up.ts'
import { type Mesh, startMesh } from './support/mesh.ts'
import { spawnCommand } from './support/spawnCommand.ts'

let mesh: Mesh
beforeAll(async () => {
  mesh = await startMesh('--agencies', 'x', '--lenders', 'bank', '--subjects', 'ann')
})
afterAll(() => mesh?.close())

describe('a new member of a network that runs', () => {
  const keyFile = () => join(mesh.dir, 'e.key')
  const init = (...more: string[]) =>
    mesh.creditmesh<{ address: string }>(
      ...['agency', 'init', 'e', '--pepper-file', mesh.state.secretFile('pepper')],
      ...more,
    )

  test('an agency is made, admitted, paid in, and serves with the others', async () => {
    writeFileSync(keyFile(), randomBytes(32).toString('hex'), { mode: 0o600 })
    const { address } = await init('--key-file', keyFile())
    const { publicUrl, listen } = JSON.parse(
      readFileSync(agencyFiles(mesh.state.agency('e')).config, 'utf8'),
    )
    expect(listen.port).toBeGreaterThan(0)
    expect(publicUrl).toBe(`http://127.0.0.1:${listen.port}`)

    const folder = mesh.state.agency('e')
    expect(await warnIfUnknown(folder, 'e')).toContain('creditmesh members admit e')
    const findings = async () =>
      (await mesh.creditmesh<{ findings: { check: string; ok: boolean }[] }>('doctor')).findings
    expect(await findings()).toContainEqual(
      expect.objectContaining({
        check: 'agency e',
        ok: false,
        action: 'creditmesh members admit e',
      }),
    )
    const admitted = await mesh.creditmesh<Admitted>('members', 'admit', 'e')
    expect(admitted).toMatchObject({ name: 'e', role: 'agency', address, endpoint: publicUrl })
    expect(BigInt(admitted.balance)).toBeGreaterThan(0n)
    expect(await mesh.creditmesh('members', 'admit', 'e')).toEqual(admitted)

    expect(await warnIfUnknown(folder, 'e')).toBeNull()

    const status = await mesh.up()
    expect(status.up).toBe(true)
    expect((await findings()).filter(({ ok }) => !ok)).toEqual([])
    expect(status.agencies.map(({ name }) => name)).toEqual(['x', 'e'])
    const { members } = await mesh.creditmesh<{ members: object[] }>('members', 'list')
    expect(members).toMatchObject([
      { name: 'x', roles: ['AGENCY'], status: 'ACTIVE' },
      { name: 'bank', roles: ['QUERY_USER'] },
      { name: 'e', account: address, endpoint: publicUrl },
    ])
  })

  test('a lender is made and admitted at once', async () => {
    const lender = await mesh.creditmesh<Admitted>('members', 'admit', 'shop', '--role', 'lender')
    expect(lender).toMatchObject({ name: 'shop', role: 'lender' })
    const { lenders } = await mesh.creditmesh<NetworkStatus>('network', 'status')
    expect(lenders.map(({ name }) => name)).toEqual(['bank', 'shop'])
  })

  test('error: an agency without a folder, a passphrase that can be guessed', async () => {
    await expect(mesh.creditmesh('members', 'admit', 'nobody')).rejects.toMatchObject({
      code: 'file.not_found',
      detail: expect.stringContaining('"nobody"'),
    })
    const short = join(mesh.dir, 'short.txt')
    writeFileSync(short, 'elevenchars', { mode: 0o600 })
    await expect(
      mesh.creditmesh(
        ...['agency', 'init', 'f', '--pepper-file', mesh.state.secretFile('pepper')],
        ...['--passphrase-file', short],
      ),
    ).rejects.toMatchObject({ code: 'key.invalid' })
    expect(existsSync(agencyFiles(mesh.state.agency('f')).config)).toBe(false)
  })
})

describe('a consent', () => {
  const out = () => join(mesh.dir, 'ann.consent.json')
  const grant = (...more: string[]) =>
    mesh.creditmesh<{ consentId: string; package: string }>(
      ...['consent', 'grant', '--subject', 'ann', '--to', 'bank', '--agency', 'x', ...more],
    )

  test('lies where it was asked for and in the wallet, and is not overwritten unasked', async () => {
    const document = join(mesh.dir, 'document.json')
    writeFileSync(document, '{"country":"TW","type":"uci-client","value":"4"}')
    await mesh.creditmesh('subject', 'enroll', 'ann', '--agency', 'x', '--person', document)
    const first = await grant('--out', out())
    const text = readFileSync(out(), 'utf8')
    expect(first.package).toBe(out())
    expect(readFileSync(packageFile(mesh.dir, 'ann', first.consentId), 'utf8')).toBe(text)
    await expect(grant('--out', out())).rejects.toMatchObject({ code: 'file.exists' })
    await expect(grant('--out', out(), '--force', '--max-uses', '9')).rejects.toMatchObject({
      code: 'fair_use.exceeded',
    })
    expect(readFileSync(out(), 'utf8')).toBe(text)
    await grant('--out', out(), '--force', '--purpose', 'PREQUALIFICATION')
    expect(readFileSync(out(), 'utf8')).not.toBe(text)
  })

  test('withdrawn twice is withdrawn', async () => {
    const { consentId } = await grant()
    const withdraw = ['consent', 'withdraw', consentId, '--subject', 'ann']
    expect(await mesh.creditmesh(...withdraw)).toMatchObject({ state: 'WITHDRAWN' })
    expect(await mesh.creditmesh(...withdraw)).toEqual({ consentId, state: 'WITHDRAWN' })
    await expect(
      mesh.creditmesh('consent', 'pause', consentId, '--subject', 'ann'),
    ).rejects.toMatchObject({
      code: 'consent.invalid_transition',
      detail: expect.stringContaining('The consent is WITHDRAWN'),
    })
  })
})

describe('error: what is not there is named with what is', () => {
  test('a wallet that is made twice, an agency and a lender that nobody knows', async () => {
    await expect(mesh.creditmesh('subject', 'create', 'ann')).rejects.toMatchObject({
      code: 'store.conflict',
      detail: 'there is a wallet "ann" already',
    })
    const grant = ['consent', 'grant', '--subject', 'ann']
    await expect(mesh.creditmesh(...grant, '--to', 'bank', '--agency', 'zz')).rejects.toMatchObject(
      {
        code: 'file.not_found',
        detail: 'there is no agency "zz" in this state folder; there are x, e',
      },
    )
    await expect(
      mesh.creditmesh(...grant, '--to', 'nobody', '--agency', 'x'),
    ).rejects.toMatchObject({ detail: expect.stringContaining('there are bank, shop') })
  })

  test('a wallet that other agencies vouch for under another document', async () => {
    const other = join(mesh.dir, 'other.json')
    writeFileSync(other, '{"country":"TW","type":"uci-client","value":"5"}')
    await expect(
      mesh.creditmesh('subject', 'enroll', 'ann', '--agency', 'e', '--person', other),
    ).rejects.toMatchObject({
      code: 'subject.credential_invalid',
      detail: expect.stringContaining('another person'),
    })
  })

  test('wallets and consents are listed', async () => {
    const { subjects } = await mesh.creditmesh<{ subjects: object[] }>('subject', 'list')
    expect(subjects).toMatchObject([{ name: 'ann', vouchedFor: [{ agency: 'x' }], consents: 3 }])
    const { consents } = await mesh.creditmesh<{ consents: object[] }>(
      ...['consent', 'list', '--subject', 'ann'],
    )
    expect(consents).toMatchObject([
      { state: 'WITHDRAWN', grantee: 'bank' },
      { state: 'ACTIVE' },
      { state: 'ACTIVE' },
    ])
  })
})

test('network up on a network that runs says so, and that is all', async () => {
  const said: string[] = []
  const { up, subjects } = await networkUp({ dir: mesh.dir }, (text) => said.push(text))
  expect(said).toEqual([
    'the chain runs already',
    'looking after contracts and members',
    'every agency and the relayer runs already',
  ])
  expect(up).toBe(true)
  await mesh.creditmesh('subject', 'create', 'bob')
  const status = await mesh.creditmesh<NetworkStatus>('network', 'status')
  expect([subjects, status.subjects]).toEqual([['ann'], ['ann', 'bob']])
})

describe('a network that is down', () => {
  test('says so by its exit code, and an agency shows what is on this machine', async () => {
    const exitCodeOf = async (...args: string[]) =>
      (await spawnCommand(mesh.dir, args).ended).exitCode
    expect(await exitCodeOf('network', 'status')).toBe(0)
    await mesh.creditmesh('network', 'down')
    expect(await exitCodeOf('network', 'status')).toBe(1)
    expect(await mesh.creditmesh('agency', 'status', 'x')).toMatchObject({
      name: 'x',
      subjects: 0,
      silentChain: mesh.chain.network.chain.url,
    })
    await expect(mesh.creditmesh('consent', 'list', '--subject', 'ann')).rejects.toMatchObject({
      code: 'chain.unavailable',
      detail: expect.stringContaining(mesh.chain.network.chain.url),
    })
  })
})

test('reset leaves nothing of the network, and all that is somebody else’s', async () => {
  const { dir } = mesh
  mkdirSync(join(dir, 'demo/cast'), { recursive: true })
  await mesh.creditmesh('network', 'reset', '--yes')
  const own = ['ann.consent.json', 'document.json', 'e.key', 'other.json', 'short.txt']
  expect(readdirSync(dir).sort()).toEqual(own)
  for (const file of own) rmSync(join(dir, file))
  await mesh.creditmesh('network', 'up')
  await mesh.creditmesh('network', 'reset', '--yes')
  expect(existsSync(dir)).toBe(false)
})

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RunningRelayer, startRelayer } from '@creditmesh/agency-node/relayer/relayer.ts'
import { createHttpClient, type HttpClient } from '@creditmesh/sdk/client/http.ts'
import { signAction } from '@creditmesh/sdk/client/subject/consentActions.ts'
import type { ConsentRequest } from '@creditmesh/sdk/client/subject/consentRequest.ts'
import { createConsent } from '@creditmesh/sdk/client/subject/createConsent.ts'
import { addCredential } from '@creditmesh/sdk/client/subject/enrolments.ts'
import { createWallet, type Wallet } from '@creditmesh/sdk/client/subject/wallet.ts'
import { toHex } from '@creditmesh/sdk/crypto/bytes.ts'
import { tweetnaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import { signStatement } from '@creditmesh/sdk/wire/credentials.ts'
import { relayerRoutes } from '@creditmesh/sdk/wire/routes.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMemoryWalletStore } from '../../sdk/client/memoryStores.ts'
import { startTestChain, type TestChain } from '../../support/localChain.ts'
import type { TestMember } from '../../support/testNetwork.ts'

let chain: TestChain
let agency: TestMember
let wallet: Wallet
let folder: string
let relayer: RunningRelayer
let client: HttpClient
const logged: string[] = []

const logger = {
  info: (fields: object, message: string) => void logged.push(JSON.stringify({ fields, message })),
  warn: (fields: object, message: string) => void logged.push(JSON.stringify({ fields, message })),
  error: (fields: object, message: string) => void logged.push(JSON.stringify({ fields, message })),
}

beforeAll(async () => {
  chain = await startTestChain()
  agency = await chain.admit('a')
  wallet = await enrolledWallet()
  folder = await mkdtemp(join(tmpdir(), 'relayer-'))
  await writeFolder(folder, {})
  relayer = await startRelayer(folder, { version: 'test', logger })
  client = createHttpClient({ baseUrl: relayer.url, nacl: tweetnaclSuite, attempts: 1 })
})
afterAll(async () => {
  await relayer?.close()
  await chain?.close()
  if (folder) await rm(folder, { recursive: true, force: true })
})

async function writeFolder(at: string, changes: object): Promise<void> {
  await mkdir(at, { recursive: true })
  await writeFile(join(at, 'deployment.json'), JSON.stringify(chain.deployment))
  const secret = toHex(chain.account('relayer').secretKey).slice(2)
  await writeFile(join(at, 'relayer.key'), secret, { mode: 0o600 })
  const config = {
    rpcUrl: chain.rpcUrl,
    deployment: 'deployment.json',
    listen: { host: '127.0.0.1', port: 0 },
    keyFile: 'relayer.key',
    ...changes,
  }
  await writeFile(join(at, 'relayer.json'), JSON.stringify(config))
}

async function enrolledWallet(): Promise<Wallet> {
  const made = await createWallet({ store: createMemoryWalletStore(), domains: chain.deployment })
  const nowSec = made.clock.nowSec()
  const credential = signStatement(
    tweetnaclSuite,
    {
      type: 'creditmesh/credential/1' as const,
      issuer: agency.account.address,
      keyEpoch: 1,
      root: made.rootKey.publicKey,
      tag: toHex(new Uint8Array(32).fill(7)),
      issuedAt: nowSec - 10,
      until: nowSec + 86_400,
      nonce: toHex(new Uint8Array(32).fill(8)),
    },
    agency.ed25519.secretKey,
  )
  await addCredential(made, { agencyName: 'a', credential }, agency.ed25519.publicKey)
  return made
}

function consent(changes: Partial<ConsentRequest> = {}) {
  return createConsent(wallet, {
    grantee: { address: agency.account.address, name: 'bank' },
    agencies: [
      {
        address: agency.account.address,
        name: 'a',
        keyEpoch: 1,
        x25519: agency.x25519.publicKey,
      },
    ],
    purpose: 1,
    categories: ['tradeline'],
    expiresAt: wallet.clock.nowSec() + 86_400,
    ...changes,
  })
}

async function recorded() {
  const { held } = await consent()
  const { grant, signature } = held
  const body = { grant, signature }
  const answer = await client.call(relayerRoutes.recordConsent, { params: {}, body })
  return { held, body, answer }
}

describe('a relayer', () => {
  test('records a grant with its own account, and says where it stands', async () => {
    const { held, answer } = await recorded()
    expect(answer.consentId).toBe(held.consentId)
    expect(await chain.views.statusOf(held.grant)).toBe('ACTIVE')
    const found = await chain.rpc.request<{ from: string; blockNumber: string }>(
      'eth_getTransactionByHash',
      [answer.transactionHash],
    )
    expect(found.from.toLowerCase()).toBe(relayer.address.toLowerCase())
    expect(Number(found.blockNumber)).toBe(answer.blockNumber)
  })

  test('gives a repetition the answer of the first, at once or later, also after a restart', async () => {
    const { held } = await consent()
    const body = { grant: held.grant, signature: held.signature }
    const send = (through: HttpClient) =>
      through.call(relayerRoutes.recordConsent, { params: {}, body })
    const answers = await Promise.all([send(client), send(client), send(client)])
    const another = await startRelayer(folder, { version: 'test', logger })
    const later = createHttpClient({ baseUrl: another.url, nacl: tweetnaclSuite })
    answers.push(await send(later))
    await another.close()
    expect(new Set(answers.map(({ transactionHash }) => transactionHash)).size).toBe(1)
  })

  test('pauses, resumes and withdraws by the signed statements of the subject alone', async () => {
    const { held } = await recorded()
    const { consentId } = held
    const params = { consentId }
    const pause = {
      ...signAction(wallet, consentId, { action: 'pause', seq: 1 }),
      action: 'pause' as const,
    }
    await client.call(relayerRoutes.pauseConsent, { params, body: pause })
    expect(await chain.views.statusOf(held.grant)).toBe('PAUSED')
    const resume = {
      ...signAction(wallet, consentId, { action: 'resume', seq: 2 }),
      action: 'resume' as const,
    }
    await client.call(relayerRoutes.resumeConsent, { params, body: resume })
    expect(await chain.views.statusOf(held.grant)).toBe('ACTIVE')
    // The same statement again is the statement of before, and changes nothing.
    await client.call(relayerRoutes.pauseConsent, { params, body: pause })
    expect(await chain.views.statusOf(held.grant)).toBe('ACTIVE')
    const withdraw = {
      ...signAction(wallet, consentId, { action: 'withdraw', seq: 3 }),
      action: 'withdraw' as const,
    }
    await client.call(relayerRoutes.withdrawConsent, { params, body: withdraw })
    expect(await chain.views.statusOf(held.grant)).toBe('WITHDRAWN')
  })

  test('cancels a grant that was signed and not recorded', async () => {
    const { held } = await consent()
    const { consentId } = held
    const cancel = {
      ...signAction(wallet, consentId, { action: 'cancel', seq: 0 }),
      action: 'cancel' as const,
    }
    await client.call(relayerRoutes.cancelConsent, { params: { consentId }, body: cancel })
    const body = { grant: held.grant, signature: held.signature }
    const late = client.call(relayerRoutes.recordConsent, { params: {}, body })
    await expect(late).rejects.toMatchObject({ code: 'consent.cancelled' })
  })

  test('carries many statements at once in one lane of nonces', async () => {
    const signed = await Promise.all(Array.from({ length: 8 }, () => consent()))
    const answers = await Promise.all(
      signed.map(({ held: { grant, signature } }) =>
        client.call(relayerRoutes.recordConsent, { params: {}, body: { grant, signature } }),
      ),
    )
    expect(new Set(answers.map(({ transactionHash }) => transactionHash)).size).toBe(8)
  })

  test('error: what the contract would refuse is not sent, and takes no nonce', async () => {
    const tooLong = await consent({ expiresAt: wallet.clock.nowSec() + 400 * 86_400 })
    const before = await chain.rpc.request('eth_getTransactionCount', [relayer.address, 'latest'])
    const { grant, signature } = tooLong.held
    const refusal = client.call(relayerRoutes.recordConsent, {
      params: {},
      body: { grant, signature },
    })
    await expect(refusal).rejects.toMatchObject({ code: 'fair_use.exceeded' })
    const after = await chain.rpc.request('eth_getTransactionCount', [relayer.address, 'latest'])
    expect(after).toBe(before)
  })

  test('error: a signature of somebody else, and a path that names another consent', async () => {
    const { held } = await recorded()
    const { held: other } = await consent()
    const forged = { grant: other.grant, signature: held.signature }
    await expect(
      client.call(relayerRoutes.recordConsent, { params: {}, body: forged }),
    ).rejects.toMatchObject({ code: 'auth.signature_invalid' })
    const { consentId } = held
    const pause = {
      ...signAction(wallet, consentId, { action: 'pause', seq: 1 }),
      action: 'pause' as const,
    }
    await expect(
      client.call(relayerRoutes.pauseConsent, {
        params: { consentId: other.consentId },
        body: pause,
      }),
    ).rejects.toMatchObject({ code: 'input.invalid' })
  })

  test('error: too many requests from one network are refused', async () => {
    const at = join(folder, 'slow')
    await writeFolder(at, { requestsPerMinute: 2 })
    const slow = await startRelayer(at, { version: 'test', logger })
    const impatient = createHttpClient({ baseUrl: slow.url, nacl: tweetnaclSuite, attempts: 1 })
    const { held } = await consent()
    const body = { grant: held.grant, signature: held.signature }
    const calls = Array.from({ length: 4 }, () =>
      impatient.call(relayerRoutes.recordConsent, { params: {}, body }).then(
        () => 'answered',
        (error: { code: string }) => error.code,
      ),
    )
    const outcomes = await Promise.all(calls)
    await slow.close()
    expect(outcomes.filter((outcome) => outcome === 'rate.limited')).toHaveLength(2)
  })

  test('error: another chain than the deployment’s is refused at the start', async () => {
    const at = join(folder, 'strayed')
    await writeFolder(at, {})
    const strayed = { ...chain.deployment, genesisHash: `0x${'00'.repeat(32)}` }
    await writeFile(join(at, 'deployment.json'), JSON.stringify(strayed))
    const start = startRelayer(at, { version: 'test', logger })
    await expect(start).rejects.toMatchObject({ code: 'chain.wrong_network' })
  })

  test('error: an unknown setting and a readable key are refused', async () => {
    const unknown = join(folder, 'unknown')
    await writeFolder(unknown, { secret: 'x' })
    await expect(startRelayer(unknown, { version: 'test', logger })).rejects.toMatchObject({
      code: 'config.invalid',
    })
    const open = join(folder, 'open')
    await writeFolder(open, {})
    await rm(join(open, 'relayer.key'))
    await writeFile(join(open, 'relayer.key'), '11'.repeat(32), { mode: 0o644 })
    await expect(startRelayer(open, { version: 'test', logger })).rejects.toMatchObject({
      code: 'key.invalid',
    })
  })

  test('its log names routes and never a consent, a subject or a signature', async () => {
    const { held } = await recorded()
    const { grant, signature } = held
    const text = logged.join('\n').toLowerCase()
    expect(text).toContain('recordconsent')
    for (const secret of [held.consentId, grant.subject, grant.commitment, signature]) {
      expect(text).not.toContain(secret.toLowerCase())
    }
  })
})

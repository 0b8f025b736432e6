import { toRecordedGrant } from '@creditmesh/sdk/chain/consentStructs.ts'
import { consentIdOf } from '@creditmesh/sdk/chain/ids.ts'
import { verifyConsentReceipt } from '@creditmesh/sdk/client/subject/consentReceipt.ts'
import type { ConsentRequest } from '@creditmesh/sdk/client/subject/consentRequest.ts'
import type { Relayer } from '@creditmesh/sdk/client/subject/relayer.ts'
import { createSubject, type Subject } from '@creditmesh/sdk/client/subject/subject.ts'
import { purposes } from '@creditmesh/sdk/wire/purposes.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestAgency, type TestAgencyOptions } from '../lender/testAgency.ts'
import { answerByRelay } from '../lender/testRelay.ts'
import {
  answerHit,
  answerMiss,
  createWorld,
  newLender,
  prices,
  question,
  type World,
} from '../lender/world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.chain.close())

/** Brings what it is given to the chain, as a relayer does. */
function chainRelayer(): Relayer {
  const { consents } = world.chain.contracts
  const send = async (consentId: `0x${string}`, call: ReturnType<typeof consents.encode>) => {
    const { txHash: transactionHash, blockNumber } = await world.relayer.send(call)
    return { consentId, transactionHash, blockNumber }
  }
  return {
    record: ({ grant, signature }) =>
      send(consentIdOf(grant), consents.encode('record', toRecordedGrant(grant), signature)),
    act(consentId, { action, grant, seq, deadline, signature }) {
      const recorded = toRecordedGrant(grant)
      return action === 'cancel'
        ? send(consentId, consents.encode('cancel', recorded, deadline, signature))
        : send(consentId, consents.encode(action, recorded, seq, deadline, signature))
    },
    amend(consentId, { oldGrant, newGrant, signature }) {
      const inputs = [toRecordedGrant(oldGrant), toRecordedGrant(newGrant), signature] as const
      return send(consentId, consents.encode('amend', ...inputs))
    },
  }
}

async function newSubject(relayer = chainRelayer()): Promise<Subject> {
  const { deployment, rpc } = world.chain
  return createSubject({ wallet: await world.person(), deployment, rpc, relayer })
}

async function requestOf(subject: Subject, fields: Partial<ConsentRequest> = {}) {
  return {
    grantee: { address: world.lender.account.address, name: 'bank' },
    agencies: [await subject.recipient(world.agencyA.account.address)],
    purpose: purposes.CREDIT_APPLICATION,
    categories: ['tradeline'] as const,
    expiresAt: world.clock.nowSec() + 86_400,
    ...fields,
  }
}

describe('a subject', () => {
  test('grants, pauses, resumes and withdraws a consent through a relayer', async () => {
    const subject = await newSubject()
    const { consentId, summary } = await subject.grant(await requestOf(subject))
    expect(summary).toMatch(/^“bank” \(0x.*may ask “agency-a” once/)
    expect(await subject.pause(consentId)).toBe('PAUSED')
    expect(await subject.resume(consentId)).toBe('ACTIVE')
    expect(await subject.withdraw(consentId)).toBe('WITHDRAWN')
    await expect(subject.resume(consentId)).rejects.toMatchObject({
      code: 'consent.invalid_transition',
    })
  })

  test('replaces a consent by a narrower one', async () => {
    const subject = await newSubject()
    const old = await subject.grant(await requestOf(subject))
    const narrower = await subject.amend(old.consentId, await requestOf(subject, { detail: 1 }))
    expect(await subject.status(old.consentId)).toBe('SUPERSEDED')
    expect(await subject.status(narrower.consentId)).toBe('ACTIVE')
    expect(narrower.package.grant).toMatchObject({ detail: 1, supersedes: old.consentId })
  })

  test('cancels a grant that was signed and never recorded', async () => {
    const lost: Relayer = {
      ...chainRelayer(),
      record: async () => Promise.reject(new Error('lost')),
    }
    const wallet = await world.person()
    const { deployment, rpc } = world.chain
    const offline = createSubject({ wallet, deployment, rpc, relayer: lost })
    await expect(offline.grant(await requestOf(offline))).rejects.toThrow('lost')
    const subject = createSubject({ wallet, deployment, rpc, relayer: chainRelayer() })
    const consentId = wallet.state().consents[0]?.consentId as `0x${string}`
    expect(await subject.cancel(consentId)).toBe('CANCELLED')
  })

  test('has a receipt that names the transaction and verifies offline', async () => {
    const subject = await newSubject()
    const { consentId } = await subject.grant(await requestOf(subject))
    const core = verifyConsentReceipt(await subject.receipt(consentId))
    expect(core.recorded?.blockNumber).toBeGreaterThan(0)
    expect(consentIdOf(core.grant)).toBe(consentId)
  })

  test('error: does not believe a relayer that only says so', async () => {
    const liar: Relayer = {
      ...chainRelayer(),
      record: async ({ grant }) => ({
        consentId: consentIdOf(grant),
        transactionHash: consentIdOf(grant),
        blockNumber: 1,
      }),
    }
    const subject = await newSubject(liar)
    const granting = subject.grant(await requestOf(subject))
    await expect(granting).rejects.toMatchObject({ code: 'http.bad_response' })
  })

  test('error: learns that a grant is wider than its purpose allows', async () => {
    const subject = await newSubject()
    const request = await requestOf(subject, { maxUses: 2 })
    await expect(subject.grant(request)).rejects.toMatchObject({ code: 'fair_use.exceeded' })
  })
})

describe('the access log', () => {
  async function asked(subject: Subject, answer: TestAgencyOptions['answer'], mayRelay = false) {
    const relay = mayRelay ? { relay: { providers: 'any' as const } } : {}
    const consent = await subject.grant(await requestOf(subject, relay))
    const { agencyA: member, chain, clock } = world
    const agency = createTestAgency({ member, chain, clock, answer })
    const { client } = newLender(world, { fetch: agency.fetch })
    await client.query(question(world, consent.package, { mayRelay }))
    return consent.consentId
  }

  test('tells who asked, why, of whom, with what outcome and for how much', async () => {
    const subject = await newSubject()
    const [direct, relayed, missed] = [
      await asked(subject, answerHit),
      await asked(subject, (query) => answerByRelay(world, query), true),
      await asked(subject, answerMiss),
    ]
    const stranger = await newSubject()
    await asked(stranger, answerHit)

    const log = await subject.accessLog()
    expect(log).toMatchObject([
      {
        consentId: direct,
        organisation: { name: 'bank' },
        agency: { name: 'agency-a' },
        purpose: 'CREDIT_APPLICATION',
        categories: ['tradeline'],
        ...{ mode: 1, relayedTo: [], state: 'settled', outcome: 'hit', paid: prices.fee },
      },
      {
        consentId: relayed,
        ...{ mode: 2, relayedTo: [{ name: 'agency-b' }], outcome: 'hit' },
        paid: prices.fee + prices.relayFee,
      },
      { consentId: missed, mode: 1, outcome: 'miss', paid: prices.missFee },
    ])
    expect(log.every(({ timeSec }) => timeSec >= 1_790_000_000)).toBe(true)
  })

  test('shows a question that is still open, and one that was refunded', async () => {
    const subject = await newSubject()
    const consent = await subject.grant(await requestOf(subject))
    const { client } = newLender(world)
    const asking = question(world, consent.package, { answerWithinSec: 20 })
    const { id, terms } = await client.request(asking)
    expect(await subject.accessLog()).toMatchObject([{ state: 'open' }])
    await world.moveBeyond(terms.settleBy)
    await client.reclaim(id)
    expect(await subject.accessLog()).toMatchObject([{ state: 'reclaimed', paid: 0n }])
  })

  test('never hands the list of her consents to the chain node', async () => {
    const requests: string[] = []
    const { deployment } = world.chain
    const wallet = await world.person()
    const spied = createSubject({
      wallet,
      deployment,
      relayer: chainRelayer(),
      rpc: {
        request: (method, params) => {
          requests.push(JSON.stringify(params))
          return world.chain.rpc.request(method, params)
        },
      },
    })
    const ids = [await asked(spied, answerHit), await asked(spied, answerHit)]
    requests.length = 0
    expect(await spied.accessLog()).toHaveLength(2)
    for (const id of ids) expect(requests.join()).not.toContain(id.slice(2))
  })

  test('is empty for a person that nobody asked about', async () => {
    expect(await (await newSubject()).accessLog()).toEqual([])
  })
})

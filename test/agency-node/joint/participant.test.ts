import { createJointParticipant } from '@creditmesh/agency-node/joint/participant.ts'
import { abortLeftSessions } from '@creditmesh/agency-node/joint/sessions.ts'
import { concat, type Hex, utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import type { SessionKey } from '@creditmesh/sdk/wire/joint/messages.ts'
import { describe, expect, test } from 'vitest'
import { agreed, type MemoryWorld, memoryWorld } from './jointWorld.ts'
import { addresses } from './sums/parties.ts'

const [leader, self, third] = addresses as [Hex, Hex, Hex]
const session = (number: number) => `0x${String(number).padStart(64, '0')}` as Hex
const notAllowed = (check: string) => ({ code: 'joint.not_allowed', details: { check } })

async function joined(changes: object = {}) {
  const world = await memoryWorld(1)
  const document = await agreed(world, changes)
  const participant = createJointParticipant(world)
  const join = (sessionId: Hex, caller = leader, approvals = document.approvals) =>
    participant.join(caller, sessionId, { agreementId: document.agreementId, approvals })
  return { world, document, participant, join }
}

async function stateOf(world: MemoryWorld, sessionId: Hex) {
  const found = await world.sessions.get(sessionId)
  return [found?.state, found?.reason]
}

describe('who may begin a session here', () => {
  test('error: another than the leader, even a party', async () => {
    const { join } = await joined()
    await expect(join(session(1), third)).rejects.toMatchObject(notAllowed('leader'))
  })

  test('error: with an approval that is missing, or that another key signed', async () => {
    const { join, document } = await joined()
    const missing = join(session(1), leader, document.approvals.slice(1))
    await expect(missing).rejects.toMatchObject({ code: 'joint.not_approved' })
    const forged = document.approvals.map((one) => ({
      ...one,
      signature: document.approvals[0]?.signature ?? one.signature,
    }))
    await expect(join(session(1), leader, forged)).rejects.toMatchObject({
      code: 'joint.not_approved',
      details: { party: self },
    })
  })

  test.each([
    'proposed',
    'withdrawn',
  ] as const)('error: while the own standing is %s, whatever signatures the leader shows', async (standing) => {
    const world = await memoryWorld(1)
    const { agreementId, approvals } = await agreed(world, {}, { standing })
    const join = createJointParticipant(world).join(leader, session(1), { agreementId, approvals })
    await expect(join).rejects.toMatchObject({ code: 'joint.not_approved' })
  })

  test.each([
    ['validity', { validFrom: 1, validUntil: 2 }],
    ['validity', { validFrom: 1_800_000_000, validUntil: 1_900_000_000 }],
    ['parties', { parties: addresses.slice(0, 2), allowTwo: true }],
  ])('error: against its %s', async (check, changes) => {
    const { join } = await joined(changes)
    await expect(join(session(1))).rejects.toMatchObject(notAllowed(check))
  })

  test('error: with a party that is no active agency any more', async () => {
    const { join, world } = await joined()
    world.inactive.add(third)
    await expect(join(session(1))).rejects.toMatchObject(notAllowed('member'))
  })

  test('error: with too few people of its own, and nothing is written but the refusal', async () => {
    const { join, world } = await joined({ minRows: 201 })
    await expect(join(session(1))).rejects.toMatchObject({ code: 'joint.too_few_rows' })
    expect(world.entries).toEqual([])
  })

  test('error: more often than agreed, sessions that came to nothing included', async () => {
    const { join, participant } = await joined({ maxSessions: 2 })
    for (const number of [1, 2]) {
      await join(session(number))
      await participant.end(leader, session(number))
    }
    await expect(join(session(3))).rejects.toMatchObject(notAllowed('sessions'))
  })

  test('error: under an id that was used', async () => {
    const { join, participant } = await joined()
    await join(session(1))
    await participant.end(leader, session(1))
    await expect(join(session(1))).rejects.toMatchObject({ code: 'joint.session_ended' })
  })

  test('error: when own rows have changed by a few since sums of them were learned', async () => {
    const { join, world, document } = await joined()
    const { agreementId } = document
    await world.sessions.insert({
      ...{ sessionId: session(9), agreementId, kind: 'logistic', role: 'party' },
      ...{ parties: addresses, purpose: '', state: 'finished', startedSec: 1 },
      ...{ rows: 199, dataHash: '0x02', learned: [{ asks: 'sums', numbers: 14 }] },
    })
    await expect(join(session(1))).rejects.toMatchObject(notAllowed('narrowing'))
    await world.sessions.update(session(9), (current) => ({ ...current, rows: 100 }))
    await join(session(1))
  })
})

describe('a round', () => {
  async function begun() {
    const setting = await joined()
    const { key } = await setting.join(session(1))
    const keys = await Promise.all(
      addresses.map(async (party, at) => {
        if (party === self) return key as SessionKey
        const world = await memoryWorld(at)
        const { agreementId, approvals } = await agreed(world)
        const asParty = createJointParticipant(world)
        const answer = await asParty.join(leader, session(1), { agreementId, approvals })
        return answer.key as SessionKey
      }),
    )
    const first = { step: 'keys', keys } as const
    const ask = (round: number, body: Parameters<typeof setting.participant.round>[2] = first) =>
      setting.participant.round(leader, { sessionId: session(1), round }, body)
    return { ...setting, first, ask }
  }

  test('gets the same answer once more, bit for bit', async () => {
    const { ask } = await begun()
    expect(await ask(1)).toEqual(await ask(1))
  })

  test('error: with another content is a second look, and ends the session', async () => {
    const { ask, world, first } = await begun()
    await ask(1)
    const other = { ...first, keys: first.keys.toReversed() }
    await expect(ask(1, other)).rejects.toMatchObject({ code: 'joint.protocol' })
    expect(await stateOf(world, session(1))).toEqual(['aborted', 'joint.protocol'])
    await expect(ask(2)).rejects.toMatchObject({ code: 'joint.session_ended' })
  })

  test('error: out of turn ends the session', async () => {
    const { ask, world } = await begun()
    await expect(ask(2)).rejects.toMatchObject({ code: 'joint.protocol' })
    expect(await stateOf(world, session(1))).toEqual(['aborted', 'joint.protocol'])
  })

  test('error: by a stranger changes nothing', async () => {
    const { ask, participant, first } = await begun()
    const place = { sessionId: session(1), round: 1 }
    await expect(participant.round(third, place, first)).rejects.toMatchObject(notAllowed('leader'))
    await expect(participant.end(third, session(1))).rejects.toMatchObject(notAllowed('leader'))
    expect((await ask(1)).step).toBe('answer')
  })

  test('error: after a restart there is nothing to answer with; the books say why', async () => {
    const { world, first } = await begun()
    expect(await abortLeftSessions(world)).toBe(1)
    expect(await stateOf(world, session(1))).toEqual(['aborted', 'restarted'])
    const place = { sessionId: session(1), round: 1 }
    const anew = createJointParticipant(world).round(leader, place, first)
    await expect(anew).rejects.toMatchObject({ code: 'joint.session_ended' })
  })
})

describe('a linkage', () => {
  const people = Array.from({ length: 20 }, (_, at) => ({
    identifier: { country: 'CN', type: 'phone', value: String(at) },
    values: Float64Array.of(at),
  }))
  const terms = {
    ...{ kind: 'linkage', parties: addresses.slice(0, 2), purpose: 'p', columns: ['calls'] },
    ...{ maxLeaderElements: 25, maxHolderElements: 100, minElements: 10, maxSessions: 10 },
  }
  const dropped = ['featureSet', 'currency', 'outcome', 'indicators', 'minRows', 'minPerClass']
  const others = [...dropped, 'maxRounds', 'allowTwo', 'l2']
  const without = Object.fromEntries(others.map((name) => [name, undefined]))

  async function begun() {
    const world = await memoryWorld(1, people)
    const { agreementId, approvals } = await agreed(world, { ...without, ...terms })
    const participant = createJointParticipant(world)
    const join = (number: number) =>
      participant.join(leader, session(number), { agreementId, approvals })
    const points = (count: number) => {
      const { group } = world
      const all = Array.from({ length: count }, (_, at) => group?.hashToPoint(utf8(`${at}`)))
      return concat(...all.filter((point) => point !== undefined))
    }
    const evaluate = (number: number, round: number, count: number) =>
      participant.round(
        leader,
        { sessionId: session(number), round },
        { step: 'evaluate', points: points(count) },
      )
    return { world, join, evaluate, participant }
  }

  test('error: more points than agreed end it, and the count was written before', async () => {
    const { world, join, evaluate } = await begun()
    await join(1)
    await evaluate(1, 1, 20)
    await expect(evaluate(1, 2, 6)).rejects.toMatchObject(notAllowed('elements'))
    expect(await world.sessions.get(session(1))).toMatchObject({ state: 'aborted', asked: 26 })
    expect(world.entries.filter(({ event }) => event === 'evaluated')).toHaveLength(1)
  })

  test('error: a peer’s people of a month are counted over its sessions', async () => {
    const { join, evaluate } = await begun()
    await join(1)
    await evaluate(1, 1, 20)
    await join(2)
    await expect(evaluate(2, 1, 20)).rejects.toMatchObject(notAllowed('rate_elements'))
  })

  test('error: more linkages for a purpose than the settings allow', async () => {
    const { join } = await begun()
    await join(1)
    await join(2)
    await expect(join(3)).rejects.toMatchObject(notAllowed('rate_purpose'))
  })

  test('error: a page is given once', async () => {
    const { join, participant, world } = await begun()
    await join(1)
    const ask = (round: number) =>
      participant.round(leader, { sessionId: session(1), round }, { step: 'page', page: 0 })
    expect(await ask(1)).toMatchObject({ step: 'entries' })
    expect(await stateOf(world, session(1))).toEqual(['finished', undefined])
    await expect(ask(2)).rejects.toMatchObject({ code: 'joint.session_ended' })
  })
})

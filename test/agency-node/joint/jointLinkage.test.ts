import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type JointParties, startJointParties, writeFeatures } from '../../support/jointParties.ts'

let world: JointParties
let agreementId: Hex
let featuresPath: string

function terms(changes: object = {}) {
  return {
    kind: 'linkage',
    parties: world.addresses.slice(0, 2),
    purpose: 'call features for application scores',
    validUntil: Math.floor(Date.now() / 1000) + 86_400,
    maxSessions: 100,
    columns: ['calls', 'exposure'],
    maxLeaderElements: 1000,
    maxHolderElements: 1000,
    minElements: 20,
    ...changes,
  }
}

async function agree(changes: object = {}): Promise<Hex> {
  const [a, b] = world.agencies
  const proposed = await a.command('joint.propose', { terms: terms(changes) })
  const { agreementId: id } = proposed as { agreementId: Hex }
  await a.command('joint.approve', { agreementId: id })
  await b.command('joint.approve', { agreementId: id, featuresPath })
  return id
}

beforeAll(async () => {
  world = await startJointParties(120)
  const [, b] = world.agencies
  featuresPath = join(b.folder, 'features.jsonl')
  // Clients 61 to 120 are on the file of a, 121 to 260 are not.
  const people = Array.from({ length: 200 }, (_, at) => ({
    client: 61 + at,
    features: { calls: 61 + at, exposure: at % 3 === 0 ? null : at / 7, secret: 1 },
  }))
  await writeFeatures(featuresPath, people)
})
afterAll(() => world?.close())

test('the asking side finds exactly the people that both know, with the agreed columns alone', async () => {
  const [a] = world.agencies
  agreementId = await agree()
  const out = join(a.folder, 'linked.jsonl')
  const ran = await world.run(agreementId, { out })
  expect(ran).toMatchObject({ state: 'finished', asked: 120, entries: 200, matched: 60 })
  const lines = (await readFile(out, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  const calls = lines.map(({ features }) => features.calls).sort((x: number, y: number) => x - y)
  expect(calls).toEqual(Array.from({ length: 60 }, (_, at) => 61 + at))
  const one = lines.find(({ features }) => features.calls === 62)
  expect(one.features).toEqual({ calls: 62, exposure: 1 / 7 })
  expect((await stat(out)).mode & 0o077).toBe(0)
})

test('the other side learns how many were asked about, not how many matched', async () => {
  const [a, b] = world.agencies
  const [held] = (await world.show(b, agreementId)).account.sessions
  expect(held).toMatchObject({ state: 'finished', asked: 120, entries: 200 })
  expect(held).not.toHaveProperty('matched')
  const [led] = (await world.show(a, agreementId)).account.sessions
  expect(led).toMatchObject({ matched: 60 })
  const account = await readFile(join(b.folder, 'joint', 'account.jsonl'), 'utf8')
  expect(account).not.toContain('uci-client')
})

test('error: a file that exists is refused before anything is asked', async () => {
  const [a] = world.agencies
  const out = join(a.folder, 'linked.jsonl')
  const before = (await world.show(a, agreementId)).account.sessions.length
  await expect(world.run(agreementId, { out })).rejects.toMatchObject({ code: 'file.exists' })
  expect((await world.show(a, agreementId)).account.sessions).toHaveLength(before)
})

test('error: more people than agreed are not asked about', async () => {
  const small = await agree({ maxLeaderElements: 100 })
  const [a] = world.agencies
  await expect(world.run(small, { out: join(a.folder, 'small') })).rejects.toMatchObject({
    code: 'joint.not_allowed',
    details: { check: 'elements' },
  })
})

test('error: whoever withdrew is not linked with again', async () => {
  const withdrawn = await agree()
  const [a, b] = world.agencies
  await b.command('joint.withdraw', { agreementId: withdrawn })
  await expect(world.run(withdrawn, { out: join(a.folder, 'w') })).rejects.toMatchObject({
    code: 'joint.not_approved',
  })
})

test('error: the same purpose is asked for no more than four times a month, under any agreement and after a restart', async () => {
  const [a, b] = world.agencies
  const again = await agree()
  for (let time = 2; time <= 4; time++) {
    await world.run(again, { out: join(a.folder, `again-${time}`) })
    if (time === 3) await b.restart()
  }
  const refused = { code: 'joint.not_allowed', details: { check: 'rate_purpose' } }
  await expect(world.run(again, { out: join(a.folder, 'fifth') })).rejects.toMatchObject(refused)
  const other = await agree()
  await expect(world.run(other, { out: join(a.folder, 'sixth') })).rejects.toMatchObject(refused)
})

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findRunning } from '@creditmesh/agency-node/files/processRecord.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeFeatures } from '../support/jointParties.ts'
import { type Mesh, startMesh } from './support/mesh.ts'

let mesh: Mesh
const names = ['a', 'b', 'c'] as const

beforeAll(async () => {
  mesh = await startMesh()
  for (const agency of names) {
    const file = join(mesh.dir, `${agency}.csv`)
    await mesh.creditmesh('records', 'generate', file, '--people', '200', '--seed', agency)
    await mesh.creditmesh('records', 'import', file, '--agency', agency)
  }
})
afterAll(() => mesh?.close())

interface Shown {
  readonly account: {
    readonly sessions: readonly { readonly state: string; readonly reason?: string }[]
  }
}

const joint = <T = Record<string, unknown>>(verb: string, id: string, agency: string) =>
  mesh.creditmesh<T>('joint', verb, id, '--agency', agency)

function signal(agency: string, name: 'SIGSTOP' | 'SIGCONT'): void {
  const record = findRunning(mesh.state.processes, `agency-${agency}`)
  process.kill(record?.pid ?? Number.NaN, name)
}

test('a party that is killed amid a session ends it for all; back again, the next session gives the model', async () => {
  const { agreementId: id } = await mesh.creditmesh<{ agreementId: string }>(
    ...['joint', 'propose', '--agency', 'a', '--with', 'b,c', '--kind', 'logistic'],
    ...['--purpose', 'a joint score', '--outcome', 'default.payment.next.month'],
    ...['--currency', 'TWD', '--columns', 'daysLateNow,monthsLate6m,utilisationMean3m'],
  )
  for (const agency of names) await joint('approve', id, agency)

  // c holds everybody up until b, which has joined, is dead.
  signal('c', 'SIGSTOP')
  const running = joint('run', id, 'a').catch((error: unknown) => error)
  const accountOfB = join(mesh.state.agency('b'), 'joint', 'account.jsonl')
  await expect.poll(() => readFile(accountOfB, 'utf8'), { timeout: 60_000 }).toContain('"joined"')
  await mesh.kill('agency-b')
  signal('c', 'SIGCONT')
  const failure = await running
  expect(failure).toBeInstanceOf(MeshError)
  expect(failure).toMatchObject({ code: 'joint.failed_closed' })

  await mesh.up()
  const { account } = await joint<Shown>('show', id, 'b')
  expect(account.sessions).toMatchObject([{ state: 'aborted', reason: 'restarted' }])
  const ran = await joint<{ result: { beta: number[] } }>('run', id, 'a')
  expect(ran.result.beta).toHaveLength(4)
  for (const agency of names) {
    const shown = await joint<Shown>('show', id, agency)
    expect(shown.account.sessions.map(({ state }) => state)).toEqual(['aborted', 'finished'])
  }
}, 180_000)

test('an agency links the features of another to its people, and both can read what was told', async () => {
  const features = join(mesh.dir, 'features.jsonl')
  const people = Array.from({ length: 100 }, (_, at) => ({
    client: 151 + at,
    features: { calls: at },
  }))
  await writeFeatures(features, people)
  const { agreementId: id } = await mesh.creditmesh<{ agreementId: string }>(
    ...['joint', 'propose', '--agency', 'a', '--with', 'b', '--kind', 'linkage'],
    ...['--purpose', 'call features', '--columns', 'calls'],
  )
  await joint('approve', id, 'a')
  await mesh.creditmesh('joint', 'approve', id, '--agency', 'b', '--features', features)
  const out = join(mesh.dir, 'linked.jsonl')
  const ran = await mesh.creditmesh('joint', 'run', id, '--agency', 'a', '--out', out)
  expect(ran).toMatchObject({ state: 'finished', asked: 200, entries: 100, matched: 50 })
  expect((await readFile(out, 'utf8')).trim().split('\n')).toHaveLength(50)

  const { agreements } = await mesh.creditmesh<{ agreements: object[] }>(
    ...['joint', 'list', '--agency', 'b'],
  )
  expect(agreements).toMatchObject([
    { kind: 'logistic' },
    { kind: 'linkage', standing: 'approved' },
  ])
  await joint('withdraw', id, 'b')
  const again = mesh.creditmesh('joint', 'run', id, '--agency', 'a', '--out', `${out}.again`)
  await expect(again).rejects.toMatchObject({ code: 'joint.not_approved' })
})

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runAgencyCommand } from '@creditmesh/agency-node/commands/table.ts'
import { reasonTexts } from '@creditmesh/agency-node/scoring/reasonTexts.ts'
import { readSecretFile } from '@creditmesh/agency-node/store/sealing/secretFile.ts'
import { readHistory } from '@creditmesh/sdk/chain/history.ts'
import type { Address, Hex } from '@creditmesh/sdk/chain/ids.ts'
import { ethersEcdsa } from '@creditmesh/sdk/crypto/secp256k1.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { approverSecret } from '../../scripts/network/approvers.ts'
import { type Mesh, startMesh } from './support/mesh.ts'
import { consentOf, type People, settlePeople } from './support/people.ts'

let mesh: Mesh
let people: People

beforeAll(async () => {
  mesh = await startMesh()
  people = await settlePeople(mesh, 600)
})
afterAll(() => mesh?.close())

const longMs = 120_000
const keyFile = (agency: string) => mesh.state.secretFile(approverSecret(agency))

interface Standing {
  readonly modelId: Hex
  readonly onChain: {
    readonly status: string
    readonly proposer: Address
    readonly decision?: { readonly approver: Address }
  }
  readonly scoring: { readonly modelId: Hex | null; readonly isApproved: boolean }
}

interface Answer {
  readonly response: {
    readonly legId: string
    readonly score: {
      readonly modelId: Hex
      readonly reasonCodes: readonly { readonly text: string }[]
    }
  }
}

/** `model NAME` of agency a. */
function model<T = Standing>(name: string, ...rest: string[]): Promise<T> {
  return mesh.creditmesh<T>('model', name, ...rest, '--agency', 'a')
}

function approve(...rest: string[]): Promise<Standing> {
  return model('approve', ...rest, '--approver-key-file', keyFile('a'))
}

/** kill -9 of the node of agency a, and its start. */
async function die(): Promise<void> {
  await mesh.kill('agency-a')
  await mesh.up()
}

function countEvents(name: 'ModelProposed' | 'ModelDecided', modelId: Hex): Promise<number> {
  const { rpc, deployment } = mesh.chain
  return readHistory(rpc, deployment, { name, where: { modelId } }).then(({ length }) => length)
}

test(
  'one person proposes, another approves, whoever is killed in between, each act once',
  async () => {
    const { modelId, scoring } = await model('train', '--model-version', 'two-persons')
    expect(scoring).toMatchObject({ modelId, isApproved: false })
    const publishing = mesh.spawn('model', 'publish', '--agency', 'a')
    await expect.poll(() => countEvents('ModelProposed', modelId), { timeout: longMs }).toBe(1)
    publishing.kill()
    await die()
    expect((await model('publish')).onChain.status).toBe('PROPOSED')
    expect(await countEvents('ModelProposed', modelId)).toBe(1)

    const decided = await approve(modelId, '--as', 'approved')
    expect(decided.onChain.status).toBe('APPROVED')
    expect(decided.scoring.isApproved).toBe(false)
    await die()
    const { onChain, scoring: approved } = await approve(modelId)
    expect(onChain.status).toBe('CHAMPION')
    expect(approved).toEqual({ modelId, isApproved: true })
    const approver = ethersEcdsa.addressOf(await readSecretFile(keyFile('a')))
    expect(onChain.decision?.approver).toBe(approver)
    expect(onChain.proposer).not.toBe(approver)
    expect(await countEvents('ModelDecided', modelId)).toBe(1)
    await die()
    expect((await model('show')).scoring).toEqual({ modelId, isApproved: true })
  },
  2 * longMs,
)

test(
  'a new draft takes nothing over until it is approved, and the former champion comes back at once',
  async () => {
    const { scoring: before } = await model('show')
    const draft = await model('train', '--family', 'boosting', '--model-version', 'next')
    expect(draft.scoring).toEqual(before)
    await model('publish')
    expect((await approve()).scoring).toEqual({ modelId: draft.modelId, isApproved: true })
    const compared = await model<{ rows: number; delong: { p: number } }>(
      ...(['compare', before.modelId ?? '', draft.modelId] as const),
    )
    expect(compared.rows).toBeGreaterThan(20)
    expect(compared.delong.p).toBeGreaterThan(0)
    expect((await model('promote', before.modelId ?? '')).scoring).toEqual(before)
    const { onChain, scoring } = await model('retire', draft.modelId)
    expect(onChain.status).toBe('RETIRED')
    expect(scoring).toEqual(before)
  },
  longMs,
)

test(
  'an answered score is replayed bit for bit from what the agency kept, and goes with its person',
  async () => {
    const identifier = people.knownToA()
    const consentId = await consentOf(
      mesh,
      { name: 'asked', identifier },
      { issuers: ['a'], options: [] },
    )
    const about = ['--consent', consentId, '--identifier', identifier, '--key', 'asked']
    const parties = ['--lender', 'lender', '--agency', 'a']
    const answer = await mesh.creditmesh<Answer>(...['query', 'create', ...parties, ...about])
    const { legId, score } = answer.response
    // General words alone: a lender that bought a score bought no months and no amounts.
    const general: string[] = Object.values(reasonTexts.en)
    for (const { text } of score.reasonCodes) expect(general).toContain(text)
    const replayed = await model<{ isSame: boolean; score: object; basis: object }>('replay', legId)
    expect(replayed).toMatchObject({ isSame: true, score, basis: { kind: 'consent', consentId } })
    const [country = '', type = '', value = ''] = identifier.split(':')
    await runAgencyCommand(mesh.state.agency('a'), {
      ...{ name: 'subject.erase', args: { identifier: { country, type, value } } },
      ...{ onProgress: () => undefined, signal: new AbortController().signal },
    })
    await expect(model('replay', legId)).rejects.toThrowError('model.score_not_found')
  },
  longMs,
)

test(
  'a person on file is scored with reasons, and everybody in a dry run',
  async () => {
    const identifier = people.knownToA()
    const dry = await model<{ scoreId: null; score: { scoreValue: number } }>(
      ...(['score', '--identifier', identifier, '--dry-run'] as const),
    )
    expect(dry.scoreId).toBeNull()
    const kept = await model<{
      readonly scoreId: string
      readonly score: { readonly scoreValue: number }
      readonly whatWouldChange: { readonly text: string }
      readonly cutOff: { readonly score: number; readonly isReached: boolean }
      readonly file: { readonly facts: { readonly lastMonth: string } }
    }>(...(['score', '--identifier', identifier] as const))
    expect(kept.score.scoreValue).toBe(dry.score.scoreValue)
    const { whatWouldChange, cutOff } = kept
    expect(whatWouldChange.text.length).toBeGreaterThan(0)
    expect(kept.file.facts.lastMonth).toBe('2005-09')
    expect(await model('replay', kept.scoreId)).toMatchObject({
      ...{ isSame: true, whatWouldChange: null, cutOff },
    })
    const path = join(mesh.dir, 'scores.jsonl')
    const { subjects, scored } = await model<{ subjects: number; scored: number }>(
      'score',
      '--all',
      path,
    )
    expect(scored).toBe(subjects)
    expect(readFileSync(path, 'utf8').trim().split('\n')).toHaveLength(subjects)
  },
  longMs,
)

test(
  'error: nobody approves alone, for another agency, or what was changed',
  async () => {
    const { modelId } = await model('train', '--model-version', 'refused')
    await expect(approve(modelId)).rejects.toThrowError('model.invalid_transition')
    await model('publish', '--id', modelId)
    const own = join(mesh.dir, 'own.key')
    writeFileSync(own, '11'.repeat(32), { mode: 0o600 })
    for (const file of [own, keyFile('b')]) {
      const attempt = model('approve', modelId, '--approver-key-file', file)
      await expect(attempt).rejects.toThrowError('model.not_approver')
    }
    await expect(model('promote', modelId)).rejects.toThrowError('model.invalid_transition')
    const artefact = join(mesh.state.agency('a'), 'models', `${modelId}.json`)
    const text = readFileSync(artefact, 'utf8')
    writeFileSync(artefact, text.replace('"pdo":20', '"pdo":30'))
    await expect(approve(modelId)).rejects.toThrowError('model.invalid')
    writeFileSync(artefact, text)
    expect((await approve(modelId, '--reject')).onChain.status).toBe('REJECTED')
    await expect(model('publish', '--id', modelId)).rejects.toThrowError('model.invalid_transition')
  },
  longMs,
)

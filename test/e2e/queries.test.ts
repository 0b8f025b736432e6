import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Mesh, startMesh } from './support/mesh.ts'
import { consentOf, type People, settlePeople } from './support/people.ts'

let mesh: Mesh
let people: People
beforeAll(async () => {
  mesh = await startMesh()
  people = await settlePeople(mesh, 40)
})
afterAll(() => mesh?.close())

const create = (consentId: string, identifier: string, ...more: string[]) => {
  const about = ['--agency', 'a', '--consent', consentId, '--identifier', identifier]
  return mesh.creditmesh<Record<string, never>>('query', 'create', ...about, ...more)
}

let serial = 0
/** A person known to A with a consent for it. */
async function consenting({ mayKeep = false } = {}) {
  serial += 1
  const identifier = people.knownToA()
  const person = { name: `person-${serial}`, identifier }
  return { identifier, consentId: await consentOf(mesh, person, { issuers: ['a'], mayKeep }) }
}

async function journalText(id: string): Promise<string> {
  return readFile(join(mesh.state.lender('lender'), 'journal', `${id.slice(2)}.json`), 'utf8')
}

describe('a lender at its command line', () => {
  test('rehearses, asks, and finds its query again by the key; the only lender needs no name', async () => {
    const { consentId, identifier } = await consenting()
    const rehearsed = await create(consentId, identifier, '--dry-run')
    expect(Number(rehearsed.requestGas)).toBeLessThan(75_000)
    const answer = await create(consentId, identifier, '--key', 'loan-1')
    expect(answer).toMatchObject({ outcome: 'hit', score: null })
    expect(answer.response).toMatchObject({ noScore: 'no_model' })
    const shown = await mesh.creditmesh('query', 'show', '--key', 'loan-1')
    expect(shown).toMatchObject({ queryId: answer.queryId })
    const { queries } = await mesh.creditmesh<{ queries: object[] }>('query', 'list')
    expect(queries).toMatchObject([{ queryId: answer.queryId, agencyName: 'a', lockedAmount: '0' }])
  })

  test('sees an answer that may not be kept once, printed; one that may be kept again and again', async () => {
    const once = await consenting()
    const seen = await create(once.consentId, once.identifier, '--key', 'loan-2')
    expect(await journalText(seen.id ?? '')).not.toContain('"whitener"')
    const forgotten = await mesh.creditmesh('query', 'show', '--key', 'loan-2')
    expect(forgotten).toMatchObject({
      stage: 'forgotten',
      forgotten: { shown: { outcome: 'hit' } },
    })
    expect(forgotten.response).toBeUndefined()

    const kept = await consenting({ mayKeep: true })
    await create(kept.consentId, kept.identifier, '--key', 'loan-3')
    const again = await mesh.creditmesh('query', 'show', '--key', 'loan-3')
    expect(again).toMatchObject({ stage: 'answered', outcome: 'hit' })
  })

  test('error: hears before it pays that a consent is dead', async () => {
    const { consentId, identifier } = await consenting()
    await mesh.creditmesh('consent', 'withdraw', consentId, '--subject', `person-${serial}`)
    const rehearsing = create(consentId, identifier, '--dry-run')
    await expect(rehearsing).rejects.toMatchObject({ code: 'consent.withdrawn' })
  })

  test('error: with another person’s document is told what is locked, why, and until when', async () => {
    const { consentId } = await consenting()
    const asking = create(consentId, people.knownToA(), '--key', 'loan-4')
    await expect(asking).rejects.toMatchObject({
      code: 'consent.evidence_invalid',
      details: {
        check: 'identifier',
        lockedAmount: '500000',
        refundableAfterSec: expect.any(Number),
      },
    })
    const shown = await mesh.creditmesh('query', 'show', '--key', 'loan-4')
    expect(shown).toMatchObject({ stage: 'requested', refusal: { check: 'identifier' } })
    const resumed = await mesh.creditmesh<{ queries: object[] }>('query', 'resume')
    expect(resumed.queries).toMatchObject([
      { error: { suggestedAction: expect.stringContaining('query resume') } },
    ])
  })

  test('error: a person is warned when she grants what the agency will not believe', async () => {
    const { identifier } = await consenting()
    await mesh.creditmesh('subject', 'create', 'newcomer')
    await mesh.creditmesh(
      'subject',
      'enroll',
      'newcomer',
      '--agency',
      'b',
      '--identifier',
      identifier,
    )
    const grant = (...more: string[]) => {
      const parties = ['--subject', 'newcomer', '--to', 'lender', '--agency', 'a']
      return mesh.creditmesh<{ warnings: string[] }>('consent', 'grant', ...parties, ...more)
    }
    for (const options of [[], ['--dry-run'], ['--relay']]) {
      const { warnings } = await grant(...options)
      expect(warnings).toEqual([expect.stringMatching(/^Agency a will refuse .* only 1 agency/)])
    }
    await mesh.creditmesh(
      'subject',
      'enroll',
      'newcomer',
      '--agency',
      'c',
      '--identifier',
      identifier,
    )
    expect((await grant('--relay')).warnings).toEqual([])
  })

  test('error: a relay that no peer would answer is announced too', async () => {
    const identifier = people.knownToA()
    await mesh.creditmesh('subject', 'create', 'insider')
    await mesh.creditmesh(
      'subject',
      'enroll',
      'insider',
      '--agency',
      'a',
      '--identifier',
      identifier,
    )
    const parties = ['--subject', 'insider', '--to', 'lender', '--agency', 'a']
    const direct = await mesh.creditmesh('consent', 'grant', ...parties)
    const relayed = await mesh.creditmesh('consent', 'grant', ...parties, '--relay')
    expect([direct.warnings, relayed.warnings]).toEqual([
      [],
      [expect.stringMatching(/^Peers of agency a .* no agency/)],
    ])
  })
})

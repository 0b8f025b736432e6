import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { requireAbsent, withPackage } from '@creditmesh/agency-node/cli/consent/packageFiles.ts'
import type { SignedConsent } from '@creditmesh/sdk/client/subject/createConsent.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'

// Only the package is written; nothing of the held consent is looked at.
const signed = { package: { grant: 'new' } } as unknown as SignedConsent
let dir: string
let paths: { kept: string; target: string }
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'package-'))
  mkdirSync(join(dir, 'wallet'))
  paths = { kept: join(dir, 'wallet/id.json'), target: join(dir, 'ann.consent.json') }
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

test('a recorded package lies where it was asked for, and in the wallet too', async () => {
  await withPackage(paths, signed, async () => {
    // Before it is recorded: written, and under no name that anybody uses.
    expect(readdirSync(dir).sort()).toEqual(['ann.consent.json.partial', 'wallet'])
  })
  expect(readFileSync(paths.target, 'utf8')).toContain('new')
  expect(readFileSync(paths.kept, 'utf8')).toContain('new')
  expect(readdirSync(dir)).toHaveLength(2)
})

test('error: a refusal leaves the good package, and none of what was refused', async () => {
  writeFileSync(paths.target, 'the good one')
  const refused = new MeshError('fair_use.exceeded')
  await expect(withPackage(paths, signed, () => Promise.reject(refused))).rejects.toBe(refused)
  expect(readFileSync(paths.target, 'utf8')).toBe('the good one')
  expect(readdirSync(dir).sort()).toEqual(['ann.consent.json', 'wallet'])
  expect(readdirSync(join(dir, 'wallet'))).toEqual([])
})

test('error: with an answer that never came the wallet keeps its copy: it may be recorded', async () => {
  const lost = new MeshError('http.unreachable')
  await expect(withPackage(paths, signed, () => Promise.reject(lost))).rejects.toBe(lost)
  expect(readdirSync(join(dir, 'wallet'))).toEqual(['id.json'])
  expect(readdirSync(dir)).toEqual(['wallet'])
})

test('error: nothing is recorded that cannot be handed over', async () => {
  const target = join(dir, 'ann.consent.json/below')
  writeFileSync(join(dir, 'ann.consent.json'), 'a file')
  let isRecorded = false
  const work = withPackage({ ...paths, target }, signed, async () => {
    isRecorded = true
  })
  await expect(work).rejects.toBeInstanceOf(MeshError)
  expect(isRecorded).toBe(false)
})

test('error: a file that is there is not replaced', () => {
  requireAbsent(paths.target)
  writeFileSync(paths.target, 'the good one')
  expect(() => requireAbsent(paths.target)).toThrow(
    expect.objectContaining({ code: 'file.exists' }),
  )
})

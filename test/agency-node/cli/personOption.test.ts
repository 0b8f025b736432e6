import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readPerson } from '@creditmesh/agency-node/cli/personOption.ts'
import { afterAll, expect, test } from 'vitest'

const dir = mkdtempSync(join(tmpdir(), 'person-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const number = '990000197205260019'

test('a person is named by a file or by an option, colons in her number included', async () => {
  const file = join(dir, 'good.json')
  writeFileSync(file, `{"country":"CN","type":"national-id","value":"${number}"}`)
  const expected = { country: 'CN', type: 'national-id', value: number }
  expect(await readPerson({ person: file })).toEqual(expected)
  expect(await readPerson({ identifier: `CN:national-id:${number}` })).toEqual(expected)
})

test.each([
  ['not JSON', `{"country":"CN","value":"${number}`],
  ['another shape', `{"number":"${number}"}`],
  [
    'a wrong check digit',
    `{"country":"CN","type":"national-id","value":"${number.slice(0, 17)}8"}`,
  ],
])('error: a file with %s is refused without a word of its content', async (_, text) => {
  const file = join(dir, 'bad.json')
  writeFileSync(file, text)
  const failure = await readPerson({ person: file }).catch((error: unknown) => error)
  expect(failure).toMatchObject({ code: 'input.invalid' })
  expect(JSON.stringify(failure) + String(failure)).not.toContain(number.slice(0, 10))
})

test('error: nobody named, a file that is not there', async () => {
  await expect(readPerson({})).rejects.toMatchObject({ code: 'usage.invalid' })
  await expect(readPerson({ person: join(dir, 'none') })).rejects.toMatchObject({
    code: 'file.not_found',
  })
})

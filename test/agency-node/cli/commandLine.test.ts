import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCli } from '@creditmesh/agency-node/cli/runCli.ts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cli-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

/** Runs a command line in this process and gives all that a user would see. */
async function creditmesh(...args: string[]) {
  let out = ''
  let err = ''
  const exitCode = await runCli(['--dir', dir, ...args], {
    out: (text) => {
      out += text
    },
    err: (text) => {
      err += text
    },
  })
  return { exitCode, out, err }
}

const nouns = ['network', 'agency', 'records', 'model', 'subject', 'consent', 'query', 'audit']

describe('the command line', () => {
  test('shows its nouns, and the verbs of each, on request', async () => {
    const { exitCode, out } = await creditmesh('--help')
    expect(exitCode).toBe(0)
    for (const noun of [...nouns, 'relayer', 'doctor']) expect(out).toContain(`  ${noun}`)
    for (const noun of nouns) expect((await creditmesh(noun, '--help')).exitCode).toBe(0)
  })

  test('prints one JSON object and nothing else, wherever --json stands', async () => {
    for (const args of [
      ['--json', 'doctor'],
      ['doctor', '--json'],
    ]) {
      const { exitCode, out, err } = await creditmesh(...args)
      expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' })
      expect(JSON.parse(out)).toMatchObject({ ok: true })
    }
  })

  test.each([
    ['no command', []],
    ['no verb', ['network']],
    ['an unknown command', ['lend']],
    ['an unknown option', ['doctor', '--fast']],
    ['a missing argument', ['audit', 'trace']],
    ['a malformed id', ['audit', 'trace', '0x12']],
    ['a malformed name', ['subject', 'create', '../alice']],
    [
      'a malformed time',
      ['consent', 'grant', '--subject', 'x', '--to', 'l', '--agency', 'a', '--expires-in', 'soon'],
    ],
    [
      'a category that does not exist',
      [
        'consent',
        'grant',
        '--subject',
        'x',
        '--to',
        'l',
        '--agency',
        'a',
        '--categories',
        'zodiac',
      ],
    ],
  ])('error: %s is a usage error with exit code 2', async (_, args) => {
    const { exitCode, out, err } = await creditmesh(...args)
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' })
    expect(err).toMatch(/^usage\.invalid: .+\n/)
    expect(err).toContain('What to do:')
  })

  test('error: without a command the help is shown, for people alone', async () => {
    expect((await creditmesh()).err).toContain('Usage: creditmesh')
    expect((await creditmesh('network')).err).toContain('Usage: creditmesh network')
    const { err } = await creditmesh('network', '--json')
    expect(JSON.parse(err)).toMatchObject({ code: 'usage.invalid' })
  })

  test('error: a mistyped option is told before the required one that it should have been', async () => {
    const { err, exitCode } = await creditmesh('subject', 'enroll', 'ann', '--agncy', 'b')
    expect(exitCode).toBe(2)
    expect(err).toContain("unknown option '--agncy'")
    expect(err).toContain('Did you mean --agency?')
    expect((await creditmesh('subject', 'enroll', 'ann')).err).toContain("'--agency <name>'")
  })

  test('error: an argument is not named as an option', async () => {
    const { err } = await creditmesh('audit', 'trace', 'hello')
    expect(err).toMatch(/^usage\.invalid: <id>: 0x and 64/)
  })

  test('error: in JSON a failure is a problem document on standard error', async () => {
    const { exitCode, out, err } = await creditmesh(
      'audit',
      'trace',
      `0x${'00'.repeat(32)}`,
      '--json',
    )
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' })
    expect(JSON.parse(err)).toMatchObject({ code: 'network.not_running', retryable: false })
  })

  test('error: what does not exist is exit code 4', async () => {
    expect(await creditmesh('agency', 'status', 'nobody')).toMatchObject({ exitCode: 4 })
    expect(await creditmesh('records', 'import', '/no/such/file', '--agency', 'a')).toMatchObject({
      exitCode: 4,
    })
  })

  test('error: an identity document is never repeated in an error', async () => {
    const file = join(dir, 'person.json')
    await writeFile(file, '{"country":"CN","type":"national-id","value":"99000019720526')
    const ask = ['query', 'create', '--lender', 'l', '--agency', 'a', '--consent', 'c.json']
    for (const option of [
      ['--person', file],
      ['--identifier', 'CN:national-id:99000019720526'],
    ]) {
      const { err } = await creditmesh(...ask, ...option)
      expect(err).not.toBe('')
      expect(err).not.toContain('99000019720526')
    }
  })
})

describe('paths that the system refuses', () => {
  test('error: a folder where a file is meant', async () => {
    const wrong = { exitCode: 1, err: expect.stringMatching(/^file\.wrong_kind/) }
    expect(await creditmesh('records', 'generate', dir)).toMatchObject(wrong)
    const enroll = ['subject', 'enroll', 'ann', '--agency', 'a', '--person', dir]
    expect(await creditmesh(...enroll)).toMatchObject(wrong)
  })

  test('error: a state folder that is a file is told by doctor, and refused by network up', async () => {
    const file = join(dir, 'file')
    await writeFile(file, '')
    const found = await creditmesh('--dir', file, 'doctor')
    expect(found).toMatchObject({ exitCode: 1, err: '' })
    expect(found.out).toContain('WRONG state folder')
    expect(await creditmesh('--dir', file, 'network', 'up')).toMatchObject({
      exitCode: 1,
      err: expect.stringMatching(/^file\.wrong_kind: no folder can be made there/),
    })
  })

  test.runIf(process.platform === 'linux')(
    'error: a place that can have no folder is said at once',
    async () => {
      const { err } = await creditmesh('--dir', '/proc/nope', 'network', 'up')
      expect(err).toMatch(/^file\.not_found: no folder can be made there/)
    },
  )
})

describe('records generate', () => {
  test('writes the same people for the same seed, for their owner alone', async () => {
    const [one, two] = [join(dir, 'one.csv'), join(dir, 'two.csv')]
    await creditmesh('records', 'generate', one, '--people', '50', '--seed', 's')
    const { out } = await creditmesh(
      'records',
      'generate',
      two,
      '--people',
      '50',
      '--seed',
      's',
      '--json',
    )
    expect(JSON.parse(out)).toMatchObject({ people: 50, seed: 's', format: 'uci' })
    expect(await readFile(one, 'utf8')).toBe(await readFile(two, 'utf8'))
    expect((await stat(one)).mode & 0o777).toBe(0o600)
  })

  test('writes UCR JSON Lines with names on request', async () => {
    const file = join(dir, 'people.jsonl')
    await creditmesh('records', 'generate', file, '--people', '5', '--named')
    const lines = (await readFile(file, 'utf8')).trim().split('\n')
    expect(lines).toHaveLength(5)
    const [first] = lines.map((line) => JSON.parse(line))
    expect(first.identity.payload.surname).toMatch(/^[A-Z][a-z]+$/)
  })
})

describe('agency init', () => {
  async function withSecrets() {
    const [pepper, key] = [join(dir, 'pepper.key'), join(dir, 'a.key')]
    await writeFile(pepper, '11'.repeat(32), { mode: 0o600 })
    await writeFile(key, '22'.repeat(32), { mode: 0o600 })
    const chain = ['--rpc-url', 'http://127.0.0.1:1', '--deployment', join(dir, 'deployment.json')]
    return { pepper, key, chain }
  }

  test('makes a folder with sealed keys and shows what the council has to know', async () => {
    const { pepper, key, chain } = await withSecrets()
    const secrets = ['--pepper-file', pepper, '--key-file', key]
    const { out, exitCode } = await creditmesh(
      'agency',
      'init',
      'x',
      ...secrets,
      ...chain,
      '--json',
    )
    expect(exitCode).toBe(0)
    const { folder, ...shown } = JSON.parse(out)
    expect(JSON.parse(await readFile(join(folder, 'identity.json'), 'utf8'))).toEqual(shown)
    for (const file of ['keystore.json', 'identity.sealed.json', 'agency.json']) {
      const text = await readFile(join(folder, file), 'utf8')
      expect(text).not.toContain('11'.repeat(32))
      expect(text).not.toContain('22'.repeat(32))
      expect((await stat(join(folder, file))).mode & 0o077).toBe(0)
    }
  })

  test('error: a second one of the same name changes nothing', async () => {
    const { pepper, key, chain } = await withSecrets()
    const init = ['agency', 'init', 'x', '--pepper-file', pepper, '--key-file', key, ...chain]
    await creditmesh(...init)
    const before = await readFile(join(dir, 'agencies/x/identity.json'), 'utf8')
    expect(await creditmesh(...init)).toMatchObject({ exitCode: 2 })
    expect(await readFile(join(dir, 'agencies/x/identity.json'), 'utf8')).toBe(before)
  })

  test('error: no secret, two secrets, a secret that others can read', async () => {
    const { pepper, key, chain } = await withSecrets()
    const init = ['agency', 'init', 'x', '--pepper-file', pepper, ...chain]
    expect(await creditmesh(...init)).toMatchObject({ exitCode: 2 })
    const two = ['--key-file', key, '--passphrase-env', 'PASSPHRASE']
    expect(await creditmesh(...init, ...two)).toMatchObject({ exitCode: 2 })
    const open = join(dir, 'open.key')
    await writeFile(open, '33'.repeat(32), { mode: 0o644 })
    const { err } = await creditmesh(...init, '--key-file', open)
    expect(err).toMatch(/^key\.invalid/)
  })
})

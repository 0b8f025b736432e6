import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seededRandom } from '@creditmesh/agency-node/analysis/random.ts'
import { runCli } from '@creditmesh/agency-node/cli/runCli.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'

let dir: string
let csv: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'evaluate-'))
  csv = join(dir, 'loans.csv')
  await writeFile(csv, made())
})
afterEach(() => rm(dir, { recursive: true, force: true }))

/** 400 loans; delay -9 is no record. */
function made(): string {
  const random = seededRandom(8)
  const lines = Array.from({ length: 400 }, (_, row) => {
    const delay = random() < 0.1 ? -9 : Math.floor(random() * 5)
    const outcome = random() < 0.1 + 0.12 * Math.max(0, delay) ? 'lost' : 'paid'
    return `${row};${delay};${row % 2 ? 'cook' : 'vet'};${outcome}`
  })
  return ['id;delay;job;outcome', ...lines].join('\n')
}

async function evaluate(...args: string[]) {
  let out = ''
  let err = ''
  const table = ['--csv', csv, '--label', 'outcome', '--bad', 'lost', '--drop', 'id']
  const command = ['model', 'evaluate', ...table, '--models', 'lr,scorecard', '--threads', '1']
  const exitCode = await runCli([...command, ...args], {
    out: (text) => {
      out += text
    },
    err: (text) => {
      err += text
    },
  })
  return { exitCode, out, err }
}

test('shows people a table, best first, and how far it has come', async () => {
  const { exitCode, out, err } = await evaluate('--splits', '2', '--special', '-9')
  expect(exitCode).toBe(0)
  expect(out).toMatch(/^loans: 400 rows, \d+ bad; means over 2 splits\n/)
  expect(out).toMatch(/\n(lr|scorecard) +0\.\d{4} \+- 0\.\d{4} /)
  expect(err).toContain('split 2 of 2: scorecard AUC 0.')
})

test('writes the figures to the file behind --json, the table still on standard output', async () => {
  const file = join(dir, 'figures.json')
  const { exitCode, out } = await evaluate('--name', 'mine', '--splits', '3', '--json', file)
  expect(exitCode).toBe(0)
  expect(out).toContain('mine: 400 rows')
  const { models, ...figures } = JSON.parse(await readFile(file, 'utf8'))
  expect(figures).toMatchObject({ name: 'mine', rows: 400, splits: 3, warnings: [] })
  expect(models.lr.auc).toHaveLength(3)
  for (const name of ['ks', 'brier', 'ece', 'emp', 'empNoSkill', 'sec']) {
    expect(models.scorecard[name]).toBeTypeOf('number')
  }
})

test('prints the figures alone with --json, with or without a dash', async () => {
  for (const json of [['--json'], ['--json', '-']]) {
    const { exitCode, out, err } = await evaluate('--undersample', ...json)
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' })
    expect(JSON.parse(out)).toMatchObject({ rows: 400, isUndersampled: true })
  }
})

test('warns of labels that may be misspelt and of empty columns', async () => {
  await writeFile(csv, `${made().replaceAll(';vet;', ';;').replace('paid', 'payed')}\n`)
  const { out } = await evaluate()
  expect(out).toContain('Note: 2 different values of outcome count as good.')
})

test('error: a missing file exits with 4', async () => {
  const { exitCode, err } = await evaluate('--csv', join(dir, 'none.csv'))
  expect(exitCode).toBe(4)
  expect(err).toContain('file.not_found')
})

test.each([
  ['an unknown family', ['--models', 'lr,oracle'], '--models'],
  ['an unknown delimiter', ['--delimiter', 'x'], '--delimiter'],
  ['names of columns for a file with a header', ['--columns', 'a,b'], '--columns'],
  ['shares of more than all', ['--p0', '.7', '--p1', '.5'], '--p1'],
  ['no split', ['--splits', '0'], '--splits'],
  ['a special value that is no number', ['--special', '-9,none'], '--special'],
  ['a stray word', ['figures.json'], 'unexpected argument'],
  ['a label that is not there', ['--label', 'result'], 'column result: there is no such column'],
  ['a bad value that never occurs', ['--bad', 'gone'], 'no row has the label of a bad'],
])('error: %s exits with 2', async (_, args, told) => {
  const { exitCode, out, err } = await evaluate(...args)
  expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' })
  expect(err).toContain(told)
})

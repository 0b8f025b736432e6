import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { solveCase } from '../../../scripts/conform/tasks.ts'

const script = resolve(import.meta.dirname, '../../../scripts/conform.ts')
const run = promisify(execFile)
let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'conform-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function conform(text: string) {
  const path = join(folder, 'cases.json')
  await writeFile(path, text)
  return run(process.execPath, [script, path])
}

const stability = {
  task: 'populationStability',
  input: { expected: [1, 1], actual: [1, 1] },
}

test('one result a case, in order, as one array and nothing else', async () => {
  const { stdout } = await conform(
    JSON.stringify([stability, { task: 'nothing', input: 1 }, stability, 7]),
  )
  const solved = { task: 'populationStability', output: { psi: 0 } }
  const [first, second, third, fourth] = JSON.parse(stdout)
  expect([first, third]).toEqual([solved, solved])
  expect(second).toMatchObject({ task: 'nothing', error: { code: 'input.unknown_task' } })
  expect(fourth).toMatchObject({ task: null, error: { code: 'input.invalid' } })
})

test('error: a file that is no array of cases fails as a whole', async () => {
  await expect(conform('{}')).rejects.toMatchObject({ code: 2, stdout: '' })
  await expect(conform('[')).rejects.toMatchObject({ code: 2, stdout: '' })
  await expect(run(process.execPath, [script, join(folder, 'none')])).rejects.toMatchObject({
    code: 4,
    stdout: '',
  })
})

test('error: the member that does not fit is named', () => {
  const wrong = { task: 'roc', input: { y: [0, 1, 2], score: [1, 2, 3] } }
  expect(solveCase(wrong)).toMatchObject({
    error: { code: 'input.invalid', message: expect.stringContaining('input.y.2') },
  })
  expect(solveCase({ task: 'roc', input: { y: [0, 1] } })).toMatchObject({
    error: { code: 'input.invalid', message: expect.stringContaining('input.score') },
  })
})

test('error: what a function refuses keeps its code', () => {
  expect(solveCase({ task: 'roc', input: { y: [0, 0], score: [1, 2] } })).toMatchObject({
    error: { code: 'analysis.one_class' },
  })
  const separated = {
    X: [[1], [2], [3], [4]],
    y: [0, 0, 1, 1],
    parties: [
      [0, 2],
      [1, 3],
    ],
  }
  expect(solveCase({ task: 'federatedLogistic', input: separated })).toMatchObject({
    error: { code: 'analysis.separated' },
  })
})

test('error: what never settles is no answer', () => {
  const swinging = {
    ...{ calls: [[1, 'a', 'b', 9]], minSeconds: 5, direction: 'UD', sources: ['a'] },
    ...{ d: 1, threshold: 0.001 },
  }
  expect(solveCase({ task: 'spreadingActivation', input: swinging })).toMatchObject({
    error: { code: 'analysis.not_converged' },
  })
})

test('error: rows of two parties or of none are refused', () => {
  const table = { X: [[1], [2], [3], [4]], y: [0, 1, 0, 1] }
  for (const parties of [
    [
      [0, 1],
      [1, 2, 3],
    ],
    [[0, 1, 2]],
    [[0, 1, 2, 4]],
    [],
  ]) {
    expect(solveCase({ task: 'federatedLogistic', input: { ...table, parties } })).toMatchObject({
      error: { code: 'input.invalid', message: expect.stringContaining('input.parties') },
    })
  }
})

test('every name is a name, and only what the case says of it counts', () => {
  const calls = [
    [1, '__proto__', 'constructor', 9],
    [2, 'b', '__proto__', 9],
    [3, 'b', '', 9],
  ]
  const late = JSON.parse('{"__proto__": 2, "": 7}')
  const input = { calls, minSeconds: 5, late, subjects: ['b', '__proto__'] }
  const { output } = solveCase({ task: 'linkBased', input }) as {
    output: Record<string, Record<string, number>>
  }
  expect(output.b).toMatchObject({ count_2_OUT: 1, count_3_OUT: 1, count_2_IN: 0 })
  expect(Object.hasOwn(output, '__proto__')).toBe(true)
  const labels = JSON.parse('{"__proto__": 1, "b": 0}')
  expect(solveCase({ task: 'homophily', input: { calls, minSeconds: 5, labels } })).toMatchObject({
    output: { edges: 1 },
  })
})

test('error: a refusal never repeats a name', () => {
  const calls = [[1, '4511112222', 'x', 9]]
  for (const [task, rest] of [
    ['linkBased', { late: { 4511112222: -1 }, subjects: [] }],
    ['homophily', { labels: { 4511112222: 3 } }],
  ] as const) {
    const result = JSON.stringify(solveCase({ task, input: { calls, minSeconds: 5, ...rest } }))
    expect(result).toContain('input.invalid')
    expect(result).not.toContain('4511112222')
  }
})

test('error: a case without input fails under its task', () => {
  expect(solveCase({ task: 'roc' })).toMatchObject({
    task: 'roc',
    error: { code: 'input.invalid' },
  })
})

test('a byte order mark before the array says nothing', async () => {
  const { stdout } = await conform(`\ufeff${JSON.stringify([stability])}`)
  expect(JSON.parse(stdout)).toEqual([{ task: 'populationStability', output: { psi: 0 } }])
})

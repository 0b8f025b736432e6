import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { createProgram } from '@creditmesh/agency-node/cli/program.ts'
import { expect, test } from 'vitest'
import { keptText } from '../../../scripts/demo/keptText.ts'
import { requireUsable } from '../../../scripts/demo/steps/prepare.ts'

const script = fileURLToPath(new URL('../../../scripts/demo.ts', import.meta.url))

test('the usage, asked for, is no failure', () => {
  const { status, stdout } = spawnSync(process.execPath, [script, '--help'], { encoding: 'utf8' })
  expect(status).toBe(0)
  for (const option of ['--data', '--json', '--keep', '--dir']) expect(stdout).toContain(option)
})

test('error: an option that there is not', () => {
  const { status } = spawnSync(process.execPath, [script, '--fast'], { encoding: 'utf8' })
  expect(status).toBe(2)
})

test('what --keep prints are commands of the command line, with the folder', () => {
  const lines = keptText('/x')
    .split('\n')
    .filter((line) => line.includes('npx'))
  const program = createProgram({ out: () => undefined, err: () => undefined, exitCode: 0 })
  for (const line of lines) {
    const [, , noun, verb] = line.trim().split(' ')
    const found = program.commands.find((command) => command.name() === noun)
    expect(found?.commands.map((command) => command.name())).toContain(verb)
    expect(line).toMatch(/--dir \/x$/)
  }
  expect(keptText('/x')).toContain('network reset --yes')
})

test('error: a file of which most cannot be used stops the story, with its first bad line', () => {
  const bad = { subjects: 0, rejected: 175, problems: [{ line: 2, message: 'AGE is no number' }] }
  expect(() => requireUsable([bad, bad, bad])).toThrow(
    expect.objectContaining({
      code: 'input.invalid',
      detail: expect.stringContaining('175 lines rejected, 0 people stored; line 2: AGE'),
    }),
  )
  const good = { subjects: 1000, rejected: 3, problems: [] }
  expect(() => requireUsable([good, good])).not.toThrow()
})

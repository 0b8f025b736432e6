import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')

/** The shell commands of one section, line by line. */
function commandsOf(heading: string): string[] {
  const section = readme.split(/^## /m).find((text) => text.startsWith(heading)) ?? ''
  const blocks = Array.from(section.matchAll(/```sh\n([\s\S]*?)```/g), ([, block = '']) => block)
  return blocks.flatMap((block) => block.split('\n')).filter((line) => line.trim() !== '')
}

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'creditmesh-tutorial-'))
  // In a checkout `npx creditmesh` finds the command; elsewhere this stands in for the installed package.
  const bin = join(folder, 'bin')
  mkdirSync(bin)
  const command = `exec "${process.execPath}" "${join(root, 'agency-node/cli/main.ts')}"`
  writeFileSync(join(bin, 'npx'), `#!/bin/sh\nshift\n${command} "$@"\n`)
  chmodSync(join(bin, 'npx'), 0o755)
})
afterAll(() => {
  run('npx creditmesh network down')
  rmSync(folder, { recursive: true, force: true })
})

function run(line: string) {
  const path = [join(folder, 'bin'), dirname(process.execPath), process.env.PATH].join(delimiter)
  const env = { ...process.env, PATH: path }
  return spawnSync('sh', ['-ec', line], { cwd: folder, env, encoding: 'utf8' })
}

test('every command of the ten minutes does what README says', { timeout: 300_000 }, () => {
  const commands = commandsOf('Ten minutes')
  expect(commands.length).toBeGreaterThan(10)
  let output = ''
  for (const line of commands) {
    const { status, stdout, stderr } = run(line)
    expect(status, `${line}\n${stderr}`).toBe(0)
    output += stdout
  }
  const answer = JSON.parse(readFileSync(join(folder, 'answer.json'), 'utf8'))
  expect(answer).toMatchObject({ outcome: 'hit', mode: 2 })
  expect(answer.response.score.reasonCodes.length).toBeLessThanOrEqual(4)
  expect(output).toContain('trade settled')
})

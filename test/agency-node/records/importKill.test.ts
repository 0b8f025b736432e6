import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { generateCsv } from '@creditmesh/agency-node/records/generate/csv.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'

const people = 1_000
let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'import-kill-'))
  const lines = [...generateCsv({ seed: 'kill', count: people })]
  lines.splice(300, 0, 'rubbish\n')
  await writeFile(join(folder, 'people.csv'), lines.join(''))
})

afterEach(() => rm(folder, { recursive: true, force: true }))

/** Runs the import; kills it, as kill -9 does, once it has told `killAfter` people. Gives the last thing it told. */
async function run(killAfter = Number.POSITIVE_INFINITY): Promise<Record<string, unknown>> {
  const child: ChildProcessByStdio<null, Readable, null> = spawn(
    process.execPath,
    [
      join(import.meta.dirname, 'importChild.ts'),
      join(folder, 'people.csv'),
      join(folder, 'store'),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  let last: Record<string, unknown> = {}
  for await (const line of createInterface({ input: child.stdout })) {
    last = JSON.parse(line)
    if (typeof last.subjects === 'number' && last.subjects >= killAfter) child.kill('SIGKILL')
  }
  return last
}

test('a process killed again and again ends with every person stored once and whole', async () => {
  for (const killAfter of [50, 200, 450, 800]) await run(killAfter)
  const { report, stored } = await run()
  expect(report).toMatchObject({
    subjects: people,
    rejected: 1,
    lines: people + 2,
    isResumed: true,
  })
  expect(stored).toEqual({ subjects: people, records: 2 * people, outcomes: people })
}, 60_000)

import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createProgram } from '@creditmesh/agency-node/cli/program.ts'
import { describe, expect, test } from 'vitest'
import { sharedFile } from '../../support/sharedData.ts'
import { temporaryFolder } from '../calls/temporaryFolder.ts'

const header = 'start,duration,from,to'
// Anna calls Ben twice and Carl once; Carl calls Ben; Dora called nobody in these months.
const [anna, ben, carl, dora] = ['56911111111', '56922222222', '56933333333', '56944444444']
const lines = [
  `2015-04-06T09:00:00,60,${anna},${ben}`,
  `2015-05-03T22:00:00,30,${anna},${ben}`,
  `2015-06-01T10:00:00,20,${anna},${carl}`,
  `2015-06-02T10:00:00,15,${carl},${ben}`,
  `2015-06-02T10:00:00,3,${ben},${carl}`,
  `2015-07-01T10:00:00,99,${dora},${ben}`,
]

/** Runs one command in a folder and gives the object that it prints. */
async function run(folder: string, ...args: string[]): Promise<Record<string, unknown>> {
  let out = ''
  const session = {
    exitCode: 0,
    out: (text: string) => {
      out += text
    },
    err: () => undefined,
  }
  const line = ['--dir', folder, '--json', 'calls', ...args]
  await createProgram(session).parseAsync(line, { from: 'user' })
  return JSON.parse(out)
}

async function world() {
  const folder = await temporaryFolder()
  const at = (name: string) => join(folder.path, name)
  await writeFile(at('calls.csv'), `${[header, ...lines].join('\n')}\n`)
  await writeFile(at('subjects.csv'), `number,id\n${anna},S-1\n${dora},S-2\n`)
  await writeFile(at('late.csv'), `number,late\n${ben},3\n${carl},0\n`)
  const place = ['--calls', at('calls'), '--key-file', at('key')]
  await run(folder.path, 'key', at('key'))
  await run(folder.path, 'build', at('calls.csv'), ...place)
  return { ...folder, at, place, frame: [...place, '--frame', '2015-07'] }
}

describe('the calls commands', () => {
  test('build a folder, and say what became of every line', async () => {
    await using folder = await temporaryFolder()
    const at = (name: string) => join(folder.path, name)
    await writeFile(at('calls.csv'), `${[header, ...lines, lines[0], 'x,1,2,3'].join('\n')}\n`)
    await run(folder.path, 'key', at('key'))
    const place = ['--calls', at('calls'), '--key-file', at('key')]
    const report = await run(folder.path, 'build', at('calls.csv'), ...place, '--frame', '2015-07')
    expect(report).toMatchObject({
      ...{ added: 6, duplicates: 1, numbers: 4, calls: 6 },
      files: [{ rejected: { start_impossible: 1 }, firstRejects: [{ line: 9 }] }],
      frame: { month: '2015-07', nodes: 3, keptCalls: 4, links: { OUT: 3, IN: 3, UD: 6 } },
    })
  })

  test('write the features of each subject, one without calls in the window with zeros', async () => {
    await using it = await world()
    const args = ['--subjects', it.at('subjects.csv'), '--late', it.at('late.csv')]
    const report = await run(it.path, 'features', it.at('f.csv'), ...it.frame, ...args)
    expect(report).toMatchObject({ subjects: 2, inNetwork: 1, features: 72 + 36 + 63 + 63 })
    const [names = [], first = [], second = []] = (await readFile(it.at('f.csv'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => line.split(','))
    const value = (name: string) => Number(first[names.indexOf(name)])
    expect([first[0], second[0]]).toEqual(['S-1', 'S-2'])
    expect(value('count_total_OUT')).toBe(3)
    expect(value('duration_night_UD')).toBe(30)
    expect(value('count_weekend_OUT')).toBe(1)
    expect(value('count_3_OUT')).toBe(1)
    expect(value('count_0_OUT')).toBe(1)
    expect(value('PR_exposure_3_UD')).toBeGreaterThan(0)
    expect(value('SPA_exposure_3_UD')).toBeGreaterThan(0)
    expect(second.slice(1).every((cell) => Number(cell) === 0)).toBe(true)
    expect((await stat(it.at('f.csv'))).mode & 0o077).toBe(0)
  })

  test('write calling behaviour alone as JSON Lines, under tags where subjects have no id', async () => {
    await using it = await world()
    await writeFile(it.at('numbers.csv'), `number\n+56 9 1111 1111\n`)
    const args = ['--subjects', it.at('numbers.csv'), '--groups', 'CB']
    await run(it.path, 'features', it.at('f.jsonl'), ...it.frame, ...args)
    const row = JSON.parse(await readFile(it.at('f.jsonl'), 'utf8'))
    expect(row).toMatchObject({ in_network: 1, count_total_OUT: 3, duration_monday_OUT: 80 })
    expect(row.id).toMatch(/^[0-9a-f]{32}$/)
  })

  test('export a list of links in which no number stands', async () => {
    await using it = await world()
    const report = await run(it.path, 'export', it.at('e.csv'), ...it.frame, '--direction', 'UD')
    expect(report).toMatchObject({ nodes: 3, links: 3 })
    const text = await readFile(it.at('e.csv'), 'utf8')
    expect(text).not.toContain('569')
    const weights = text
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => Number(line.split(',')[2]))
    expect(weights.sort()).toEqual([1, 1, 2])
  })

  test('export the surroundings of one person as GEXF, the others by their tags', async () => {
    await using it = await world()
    const ego = ['--ego', it.at('subjects.csv')]
    const report = await run(it.path, 'export', it.at('e.gexf'), ...it.frame, ...ego)
    expect(report).toMatchObject({ people: 3, links: 3, isCut: false })
    const text = await readFile(it.at('e.gexf'), 'utf8')
    expect(text).toContain('label="S-1"')
    expect(text).not.toContain('569')
    await expect(run(it.path, 'export', it.at('e.gexf'), ...it.frame)).rejects.toMatchObject({
      code: 'usage.invalid',
    })
    await writeFile(it.at('dora.csv'), `number\n${dora}\n`)
    await expect(
      run(it.path, 'export', it.at('e.gexf'), ...it.frame, '--ego', it.at('dora.csv')),
    ).rejects.toMatchObject({ code: 'input.invalid' })
  })

  test.skipIf(sharedFile('data/copenhagen/calls.csv') === null)(
    'read the Copenhagen study, whose seconds count from a day that is named',
    async () => {
      await using it = await world()
      const path = sharedFile('data/copenhagen/calls.csv') as string
      const place = ['--calls', it.at('copenhagen'), '--key-file', it.at('key')]
      const time = ['--epoch', '2014-02-01', '--missed', '-1', '--strict']
      const frame = ['--frame', '2014-03', '--months', '1']
      const report = await run(it.path, 'build', path, ...place, ...time, ...frame)
      expect(report).toMatchObject({ frame: { keptCalls: 1993 } })
    },
  )

  test('error: late payments that are missing or disagree, somebody twice, a bad line, an unknown group', async () => {
    await using it = await world()
    const subjects = ['--subjects', it.at('subjects.csv')]
    const features = (...more: string[]) =>
      run(it.path, 'features', it.at('f.csv'), ...it.frame, ...more)
    await expect(features(...subjects)).rejects.toMatchObject({ code: 'usage.invalid' })
    await expect(features(...subjects, '--groups', 'XX')).rejects.toMatchObject({
      code: 'usage.invalid',
    })
    const line = { code: 'import.line_invalid', details: { line: 3 } }
    await writeFile(it.at('late.csv'), `number,late\n${ben},3\n${ben},2\n`)
    await expect(features(...subjects, '--late', it.at('late.csv'))).rejects.toMatchObject(line)
    await writeFile(it.at('late.csv'), `number,late\n${ben},3\nBen,2\n`)
    await expect(features(...subjects, '--late', it.at('late.csv'))).rejects.toMatchObject(line)
    await writeFile(it.at('subjects.csv'), `number,id\n${anna},S-1\n${anna},S-2\n`)
    await expect(features(...subjects, '--groups', 'CB')).rejects.toMatchObject(line)
    expect((await readdir(it.path)).filter((name) => name.startsWith('f.csv'))).toEqual([])
  })

  test('error: a use named twice or unknown, and a lead that no clock has', async () => {
    await using it = await world()
    const place = ['--calls', it.at('twice'), '--key-file', it.at('key')]
    for (const more of [
      ['--columns', 'from=a,from=b'],
      ['--columns', '__proto__=a'],
      ['--utc-offset', '+01:99'],
    ]) {
      const build = run(it.path, 'build', it.at('calls.csv'), ...place, ...more)
      await expect(build).rejects.toMatchObject({ code: 'usage.invalid' })
    }
  })

  test('error: where every delinquent is a subject the reason comes once', async () => {
    await using it = await world()
    await writeFile(it.at('late.csv'), `number,late\n${ben},3\n`)
    await writeFile(it.at('subjects.csv'), `number,id\n${ben},S-1\n`)
    const files = ['--subjects', it.at('subjects.csv'), '--late', it.at('late.csv')]
    const features = run(it.path, 'features', it.at('f.csv'), ...it.frame, ...files)
    await expect(features).rejects.toMatchObject({
      code: 'analysis.invalid_input',
      detail: expect.stringMatching(/^Every delinquent is a subject/),
    })
  })

  test('error: no key, a key that others can read, a key that exists', async () => {
    await using it = await world()
    const build = (key: string) =>
      run(it.path, 'build', it.at('calls.csv'), '--calls', it.at('calls'), '--key-file', key)
    await expect(build(it.at('none'))).rejects.toMatchObject({ code: 'file.not_found' })
    await writeFile(it.at('open'), 'ab'.repeat(32), { mode: 0o644 })
    await expect(build(it.at('open'))).rejects.toMatchObject({ code: 'key.invalid' })
    await expect(run(it.path, 'key', it.at('key'))).rejects.toMatchObject({
      code: 'config.invalid',
    })
    await mkdir(it.at('empty'))
    const empty = ['--calls', it.at('empty'), '--key-file', it.at('key'), '--frame', '2015-07']
    await expect(run(it.path, 'export', it.at('e.csv'), ...empty)).rejects.toMatchObject({
      code: 'file.not_found',
    })
  })
})

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { digitsOf } from '@creditmesh/agency-node/calls/reading/callBatch.ts'
import {
  type ReadOptions,
  readCallFile,
} from '@creditmesh/agency-node/calls/reading/readCallFile.ts'
import { describe, expect, test } from 'vitest'
import { sharedFile } from '../../support/sharedData.ts'
import { temporaryFolder } from './temporaryFolder.ts'

const header = 'start,duration,from,to\n'
const line = '2015-04-01 10:00:00,60,1,2\n'

async function read(content: string | Uint8Array, options: ReadOptions = {}) {
  await using folder = await temporaryFolder()
  const path = join(folder.path, 'calls.csv')
  await writeFile(path, content)
  return await readAll(path, options) // before the folder goes
}

async function readAll(path: string, options: ReadOptions = {}) {
  const callers: string[] = []
  const report = await readCallFile(
    path,
    (batch, rows) => {
      for (let row = 0; row < rows; row++) {
        callers.push(digitsOf(batch.fromHigh[row] as number, batch.fromLow[row] as number))
      }
      return undefined
    },
    options,
  )
  return { report, callers }
}

describe('a file of calls', () => {
  test('far larger than a buffer is read whole and in order', async () => {
    const count = 120_000
    const lines = Array.from({ length: count }, (_, i) => `2015-04-01 10:00:00,60,${i},2`)
    const { report, callers } = await read(`${header}${lines.join('\r\n')}\r\n`)
    expect(report).toMatchObject({ lines: count + 1, calls: count, missed: 0, rejected: {} })
    expect(callers).toEqual(Array.from({ length: count }, (_, i) => String(i)))
  })

  test('waits for whoever takes its calls', async () => {
    await using folder = await temporaryFolder()
    const path = join(folder.path, 'calls.csv')
    await writeFile(path, header + line.repeat(200_000))
    let isBusy = false
    let taken = 0
    await readCallFile(path, async (_batch, rows) => {
      expect(isBusy).toBe(false)
      isBusy = true
      await Promise.resolve()
      taken += rows
      isBusy = false
    })
    expect(taken).toBe(200_000)
  })

  test('says how many lines each reason rejected, and the first of them', async () => {
    const { report } = await read(`${header}${line}${line.replace('60', '-7')}x\n${line}`)
    expect(report).toMatchObject({
      ...{ lines: 5, calls: 2, rejected: { duration_negative: 1, start_impossible: 1 } },
      firstRejects: [
        { line: 3, reason: 'duration_negative' },
        { line: 4, reason: 'start_impossible' },
      ],
    })
  })

  test('loses a last line without a line feed, which may be cut off, unless told that it is whole', async () => {
    const text = header + line + line.trimEnd()
    expect((await read(text)).report).toMatchObject({ calls: 1, rejected: { unterminated: 1 } })
    expect((await read(text, { acceptsUnterminated: true })).report.calls).toBe(2)
  })

  test('goes on behind a line that never seems to end', async () => {
    const endless = 'x'.repeat(5 << 20)
    const { report } = await read(`${header}${line}${endless}\n${line}`)
    expect(report).toMatchObject({ calls: 2, lines: 4, rejected: { line_too_long: 1 } })
  })

  test('without a header names its columns by position', async () => {
    const { callers } = await read('7,8,60,2015-04-01 10:00:00\n', {
      hasHeader: false,
      columns: { from: '1', to: '2', duration: '3', start: '4' },
    })
    expect(callers).toEqual(['7'])
  })

  test('takes names of columns in any alphabet', async () => {
    const columns = { start: 'début', from: 'número', to: 'a número', duration: 'durée' }
    const csv = `début,durée,número,a número\n2015-04-01 10:00:00,60,7,8\n`
    expect((await read(csv, { columns })).callers).toEqual(['7'])
    const json = `{"début":"2015-04-01 10:00:00","durée":60,"número":"7","a número":"8"}\n`
    expect((await read(json, { columns, format: 'jsonl' })).callers).toEqual(['7'])
  })

  test.skipIf(sharedFile('data/copenhagen/calls.csv') === null)(
    'of the Copenhagen study gives its 3,600 calls, the missed ones counted',
    async () => {
      const path = sharedFile('data/copenhagen/calls.csv') as string
      const { report } = await readAll(path, { missedDuration: -1, strict: true })
      expect(report).toMatchObject({ lines: 3601, rejected: {} })
      expect(report.calls + report.missed).toBe(3600)
    },
  )

  test('error: strict stops at the first bad line and quotes nothing of it', async () => {
    const thrown = await read(`${header}${line}SECRET,60,1,2\n`, { strict: true }).catch((e) => e)
    expect(thrown).toMatchObject({
      code: 'import.line_invalid',
      details: { line: 3, reason: 'start_impossible' },
    })
    expect(JSON.stringify(thrown) + thrown.message).not.toContain('SECRET')
  })

  test('error: no file, a folder, a compressed one, UTF-16, no header, columns that say nothing', async () => {
    await expect(readAll('/nowhere/calls.csv')).rejects.toMatchObject({ code: 'file.not_found' })
    await expect(readAll(import.meta.dirname)).rejects.toMatchObject({ code: 'file.wrong_kind' })
    const input = { code: 'input.invalid' }
    await expect(read(Uint8Array.of(0x1f, 0x8b, 8))).rejects.toMatchObject(input)
    await expect(read(Uint8Array.of(0xff, 0xfe, 65, 0))).rejects.toMatchObject(input)
    await expect(read('')).rejects.toMatchObject(input)
    const usage = { code: 'usage.invalid' }
    await expect(read('a,b,c,d\n')).rejects.toMatchObject(usage)
    await expect(read(header, { columns: { from: 'nobody' } })).rejects.toMatchObject(usage)
    await expect(read(header, { delimiter: '""' })).rejects.toMatchObject(usage)
    await expect(read(header, { epoch: '2015-02-30' })).rejects.toMatchObject(usage)
  })

  test('error: ends when it is told to, and when its taker fails', async () => {
    const signal = AbortSignal.abort(new Error('enough'))
    await expect(read(header + line, { signal })).rejects.toThrow('enough')
    await using folder = await temporaryFolder()
    const path = join(folder.path, 'calls.csv')
    await writeFile(path, header + line)
    const failing = readCallFile(path, () => {
      throw new Error('no room')
    })
    await expect(failing).rejects.toThrow('no room')
  })
})

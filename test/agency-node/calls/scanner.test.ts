import { batchBytes, batchOver, digitsOf } from '@creditmesh/agency-node/calls/reading/callBatch.ts'
import type { CsvLayout, Role } from '@creditmesh/agency-node/calls/reading/callLayout.ts'
import { createCarefulCsv } from '@creditmesh/agency-node/calls/reading/carefulCsv.ts'
import { createPlainCsv } from '@creditmesh/agency-node/calls/reading/plainCsv.ts'
import { createRowReader } from '@creditmesh/agency-node/calls/reading/rowReader.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readText } from './lines.ts'

const header = 'start,duration,from,to\n'
const good = '2015-04-01 10:00:00,60,56911111111,56922222222\n'
const second = Date.UTC(2015, 3, 1, 10) / 1000

function reasonsOf(line: string): string[] {
  return readText(`${header}${good}${line}\n`).rejects
}

describe('a line of calls', () => {
  test('is read whatever quotes, blanks, line ends and mark of byte order are around it', () => {
    const lines = [
      '2015-04-01T10:00:00,60,56911111111,56922222222',
      '"2015-04-01 10:00:00" , "60","56911111111"\t,\t"56922222222"',
      '2015/04/01 10:00:00.250,60.9,+56911111111,(569) 2222-2222',
      '20150401T10:00:00,0:01:00,56 9 11111111,56922222222\r',
      '01APR2015 10:00:00,60,56911111111,56922222222',
    ]
    const { calls, rejects } = readText(`\ufeff${header}${lines.join('\n')}\n\n`)
    expect(rejects).toEqual([])
    expect(calls).toHaveLength(lines.length)
    const call = { second, duration: 60, from: '56911111111', to: '56922222222' }
    expect(new Set(calls.map((each) => JSON.stringify(each)))).toEqual(
      new Set([JSON.stringify(call)]),
    )
  })

  test('says date and time in two columns, as the paper’s example does', () => {
    const text =
      'Call start date;Call start time;Call duration (sec);From number;To number\n' +
      '01MAY2017;14:51:14;715;(202) 555-0116;(701) 555-0191\n'
    expect(readText(text, { delimiter: ';' }).calls).toEqual([
      {
        ...{ second: Date.UTC(2017, 4, 1, 14, 51, 14) / 1000, duration: 715 },
        ...{ from: '2025550116', to: '7015550191' },
      },
    ])
  })

  test('counts seconds from a day that is named, and moves zoned times to the local clock', () => {
    const counted = readText('timestamp,caller,callee,duration\n184,300,301,121\n', {
      epoch: '2015-04-01',
    })
    expect(counted.calls[0]?.second).toBe(Date.UTC(2015, 3, 1) / 1000 + 184)
    const zoned = `${header}2015-04-01T10:00:00Z,6,1,2\n2015-04-01T10:00:00-03:00,6,1,2\n2015-04-01T10:00:00,6,1,2\n`
    const { calls } = readText(zoned, { utcOffsetMinutes: -180 })
    expect(calls.map((call) => call.second - second)).toEqual([-3 * 3600, 0, 0])
  })

  test('keeps leading zeros, for 07 and 7 are two numbers', () => {
    const { calls } = readText(`${header}${good}2015-04-01 10:00:00,5,07,7\n`)
    expect([calls[1]?.from, calls[1]?.to]).toEqual(['07', '7'])
  })

  test('of a missed call is counted where the file spells them so, and otherwise rejected', () => {
    const text = `${header}2015-04-01 10:00:00,-1,1,2\n2015-04-01 10:00:00,-2,1,2\n`
    expect(readText(text, { missedDuration: -1 })).toMatchObject({
      ...{ missed: 1, rejects: ['3 duration_negative'] },
    })
    expect(readText(text).rejects).toEqual(['2 duration_negative', '3 duration_negative'])
  })

  test.each([
    ['2015-04-01 10:00:00,60,1', 'columns'],
    ['2015-04-01 10:00:00,60,1,2,3', 'columns'],
    ['2015-04-01 10:00:00,60,1,2,', 'columns'],
    ['2015-04-01 10:00:00,60,"1,2', 'quotes'],
    ['2015-04-01 10:00:00,60,"1"x,2', 'quotes'],
    [',60,1,2', 'start_missing'],
    ['2015-02-29 10:00:00,60,1,2', 'start_impossible'],
    ['2015-13-01 10:00:00,60,1,2', 'start_impossible'],
    ['2015-04-31 10:00:00,60,1,2', 'start_impossible'],
    ['2015-04-01 24:00:00,60,1,2', 'start_impossible'],
    ['2015-04-01 10:60:00,60,1,2', 'start_impossible'],
    ['2015-04-01 10:00,60,1,2', 'start_impossible'],
    ['2015-04-01,60,1,2', 'start_impossible'],
    ['1969-12-31 23:59:59,60,1,2', 'start_impossible'],
    ['2100-01-01 00:00:00,60,1,2', 'start_impossible'],
    ['0000-00-00 00:00:00,60,1,2', 'start_impossible'],
    ['2015-04-01 10:00:00 CET,60,1,2', 'start_impossible'],
    ['2015-04-01 10:00:00+1,60,1,2', 'start_impossible'],
    ['1427882400,60,1,2', 'start_impossible'],
    ['2015-04-01 10:00:00,,1,2', 'duration_missing'],
    ['2015-04-01 10:00:00,-1,1,2', 'duration_negative'],
    ['2015-04-01 10:00:00,604801,1,2', 'duration_impossible'],
    ['2015-04-01 10:00:00,9999999999999,1,2', 'duration_impossible'],
    ['2015-04-01 10:00:00,1e3,1,2', 'duration_impossible'],
    ['2015-04-01 10:00:00,NaN,1,2', 'duration_impossible'],
    ['2015-04-01 10:00:00,1:00,1,2', 'duration_impossible'],
    ['2015-04-01 10:00:00,1:60:00,1,2', 'duration_impossible'],
    ['2015-04-01 10:00:00,60,,2', 'number_missing'],
    ['2015-04-01 10:00:00,60,1,""', 'number_missing'],
    ['2015-04-01 10:00:00,60,anonymous,2', 'number_strange'],
    ['2015-04-01 10:00:00,60,-5,2', 'number_strange'],
    ['2015-04-01 10:00:00,60,300.0,2', 'number_strange'],
    ['2015-04-01 10:00:00,60,5-,2', 'number_strange'],
    ['2015-04-01 10:00:00,60,56+9,2', 'number_strange'],
    ['2015-04-01 10:00:00,60,+,2', 'number_strange'],
    ['2015-04-01 10:00:00,60,1"2,2', 'number_strange'],
    ['2015-04-01 10:00:00,60,١٢,2', 'number_strange'],
    ['2015-04-01 10:00:00,60,1234567890123456,2', 'number_too_long'],
  ])('error: %s is rejected: %s', (line, reason) => {
    expect(reasonsOf(line)).toEqual([`3 ${reason}`])
  })

  test('is a flat JSON object, its members in any order, with or without quotes', () => {
    const lines = [
      '{"start":"2015-04-01T10:00:00","duration":60,"from":"56911111111","to":56922222222}',
      ' { "to" : "+56922222222", "x": {"a":[1,"}"]}, "from":"569\\u00311111111" , "duration":"60","start":"2015-04-01 10:00:00"} ',
    ]
    const { calls, rejects } = readText(`${lines.join('\n')}\n`, {}, 'jsonl')
    expect(rejects).toEqual([])
    const call = { second, duration: 60, from: '56911111111', to: '56922222222' }
    expect(calls).toEqual([call, call])
  })

  test.each([
    ['{"start":"2015-04-01 10:00:00","duration":60,"from":"1"}', 'number_missing'],
    ['{"start":"2015-04-01 10:00:00","duration":null,"from":"1","to":"2"}', 'duration_missing'],
    ['{"start":"2015-04-01 10:00:00","duration":60,"from":"1","to":"2"', 'json'],
    ['{"start":"2015-04-01 10:00:00","duration":60,"from":"1","to":"2"} x', 'json'],
    ['{"start":"2015-04-01 10:00:00","duration":60,"from":"1","from":"3","to":"2"}', 'json'],
    ['{"start":"2015-04-01 10:00:00","duration":60,"from":{"a":1},"to":"2"}', 'json'],
    ['{"start":"2015-04-01 10:00:00" "duration":60,"from":"1","to":"2"}', 'json'],
    ['{"start":"2015-04-01 10:00:00","duration":60,"from":true,"to":"2"}', 'number_strange'],
    ['{"start":"2015-04-01 10:00:00","duration":6e1,"from":"1","to":"2"}', 'duration_impossible'],
    ['[1,2]', 'json'],
    ['{', 'json'],
    ['{"', 'json'],
  ])('error: %s is rejected: %s', (line, reason) => {
    const first = '{"start":"2015-04-01 10:00:00","duration":60,"from":"1","to":"2"}'
    expect(readText(`${first}\n${line}\n`, {}, 'jsonl').rejects).toEqual([`2 ${reason}`])
  })

  test('what is read in one pass is what the careful reader reads', () => {
    const layout: CsvLayout = {
      ...{ format: 'csv', delimiter: 44, utcOffsetSec: 3600, epochDay: 0 },
      ...{ missedDuration: null, acceptsUnterminated: false },
      roles: [],
    }
    fc.assert(
      fc.property(roles, fc.array(cell, { minLength: 1, maxLength: 7 }), (given, cells) => {
        const bytes = new TextEncoder().encode(`${cells.join(',')}\n`)
        compareReaders({ ...layout, roles: given }, bytes)
      }),
      { numRuns: 3000 },
    )
  })
})

const roles = fc.constantFrom<readonly Role[]>(
  ['moment', 'duration', 'from', 'to'],
  ['date', 'time', 'duration', 'from', 'to'],
  ['skip', 'to', 'from', 'seconds', 'duration', 'skip'],
  ['from', 'time', 'to', 'duration', 'date'],
)
const digits = fc.stringMatching(/^\d{0,17}$/)
const cell = fc.oneof(
  ...[digits, fc.stringMatching(/^\d{1,4}$/), fc.stringMatching(/^[+-]?\d{1,3}$/)],
  fc.stringMatching(/^20[0-3]\d-[01]\d-[0-3]\d$/),
  fc.stringMatching(/^[0-2]\d:[0-6]\d:[0-6]\d$/),
  fc.stringMatching(/^20[0-3]\d-[01]\d-[0-3]\d[T ][0-2]\d:[0-6]\d:[0-6]\d(Z|\+01:00)?$/),
  ...[fc.constantFrom('', '"1"', ' 7', 'x', '2015-04-01\r', '12\r', '4102444800', '99999999999')],
)

/** Whatever the plain reader takes, the careful one takes with the same outcome. */
function compareReaders(layout: CsvLayout, bytes: Uint8Array): void {
  const batch = batchOver(new ArrayBuffer(batchBytes))
  const next = createPlainCsv(layout)(bytes, 0, batch, 0)
  if (next < 0) return
  expect(next).toBe(bytes.length)
  const reader = createRowReader(layout)
  const end = bytes.at(-2) === 13 ? bytes.length - 2 : bytes.length - 1
  expect(createCarefulCsv(layout, reader)(bytes, 0, end)).toBe(0)
  const { call } = reader
  expect([batch.seconds[0], batch.durations[0]]).toEqual([call.second, call.duration])
  const spelled = (high = 0, low = 0) => digitsOf(high, low)
  expect([
    spelled(batch.fromHigh[0], batch.fromLow[0]),
    spelled(batch.toHigh[0], batch.toLow[0]),
  ]).toEqual([spelled(call.fromHigh, call.fromLow), spelled(call.toHigh, call.toLow)])
}

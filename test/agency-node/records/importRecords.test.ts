import { importRecords } from '@creditmesh/agency-node/records/importRecords.ts'
import { jsonLines } from '@creditmesh/agency-node/records/jsonLines.ts'
import { policyPacks } from '@creditmesh/agency-node/records/policyPacks.ts'
import type { LineProblem } from '@creditmesh/agency-node/records/problem.ts'
import { bytesSource } from '@creditmesh/agency-node/records/source.ts'
import { uciCreditCard } from '@creditmesh/agency-node/records/uciCreditCard.ts'
import { describe, expect, test } from 'vitest'
import { sampleIdentity, sampleTradeline } from '../../sdk/wire/records/samples.ts'
import { importBytes, importOptions, uciHeader, uciLine } from './importFixture.ts'
import { MemorySink } from './memorySink.ts'

function subjectLine(id: number, changes: object = {}): string {
  const identifier = { country: 'DE', type: 'id-card', value: `T22000${id}` }
  return JSON.stringify({ identifier, records: [sampleTradeline()], ...changes })
}

const good = subjectLine(1)

describe('error: a line is refused with its number, a reason, the field and a remedy, and the others are kept', () => {
  const payload = (changes: object) => ({
    records: [{ ...sampleTradeline(), payload: { ...sampleTradeline().payload, ...changes } }],
  })

  test.each<[string, string | Buffer, string | null]>([
    ['not_json', '{"identifier":', null],
    ['not_json', good.replace('120050', 'NaN'), null],
    ['not_utf8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), null],
    ['not_utf8', Buffer.from('{"a":"\u00e9"}', 'latin1'), null],
    ['too_long', `{"x":"${'y'.repeat(10_000_000)}"}`, null],
    ['too_deep', `${'['.repeat(50_000)}${']'.repeat(50_000)}`, null],
    ['duplicate_key', good.replace('"version":1', '"version":1,"version":2'), null],
    [
      'forbidden_key',
      good.replace('"version":1', '"version":1,"__proto__":{"isAdmin":true}'),
      null,
    ],
    ['forbidden_key', good.replace('"records"', '"constructor":{"prototype":{}},"records"'), null],
    ['schema', 'null', ''],
    ['schema', '[]', ''],
    ['schema', '{}', 'identifier'],
    ['schema', subjectLine(2, { extra: 1 }), 'extra'],
    ['schema', subjectLine(2, { 'Erika Muster': 1 }), '?'],
    [
      'schema',
      subjectLine(2, payload({ currentBalance: '100' })),
      'records.0.payload.currentBalance',
    ],
    [
      'schema',
      subjectLine(2, payload({ currentBalance: 1e300 })),
      'records.0.payload.currentBalance',
    ],
    [
      'schema',
      subjectLine(2, payload({ creditLimit: undefined })),
      'records.0.payload.creditLimit',
    ],
    ['schema', subjectLine(2, { records: [sampleIdentity()] }), 'records.0.category'],
    [
      'schema',
      subjectLine(2, { outcome: { name: 'x', value: 2, asOf: '2024-01-01' } }),
      'outcome.value',
    ],
    [
      'schema',
      subjectLine(2, { identifier: { country: 'DEU', type: 'a', value: '1' } }),
      'identifier.country',
    ],
    [
      'schema',
      subjectLine(2, { identifier: { country: 'DE', type: 'a', value: '' } }),
      'identifier.value',
    ],
    [
      'schema',
      subjectLine(2, {
        identifier: { country: 'CN', type: 'national-id', value: '110105194912310021' },
      }),
      'identifier.value',
    ],
    ['empty', subjectLine(2, { records: [] }), 'records'],
    [
      'duplicate_record',
      subjectLine(2, { records: [sampleTradeline(), sampleTradeline()] }),
      'records.recordId',
    ],
    [
      'mixed_subjects',
      subjectLine(2, {
        records: [
          sampleTradeline(),
          { ...sampleTradeline(), recordId: 'rec_another01', subjectRef: 'sub_0000000002' },
        ],
      }),
      'records.subjectRef',
    ],
    [
      'current-but-past-due',
      subjectLine(2, payload({ amountPastDue: 5 })),
      'payload.amountPastDue',
    ],
  ])('%s', async (reason, bad, field) => {
    const bytes = Buffer.concat([
      Buffer.from(`${good}\n`),
      Buffer.from(bad),
      Buffer.from(`\n${subjectLine(3)}\n`),
    ])
    const told: LineProblem[] = []
    const { report, sink } = await importBytes(bytes, jsonLines, { onProblem: (p) => told.push(p) })
    expect(report).toMatchObject({ subjects: 2, rejected: 1, lines: 3 })
    expect(sink.subjects.size).toBe(2)
    const code = reason.includes('-') ? 'record.rejected' : 'import.line_invalid'
    expect(report.problems).toMatchObject([{ line: 2, code, reason, field }])
    expect(report.problems[0]?.action).toMatch(/\.$/)
    expect(JSON.stringify(report)).not.toMatch(/Erika|T22000/)
    expect(told).toEqual(report.problems)
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
  })

  test('one blocked record keeps the whole subject out, her outcome too', async () => {
    const bad = { ...sampleTradeline({ amountPastDue: 5 }), recordId: 'rec_another01' }
    const outcome = { name: 'defaulted', value: 1, asOf: '2024-05-31' }
    const line = subjectLine(1, { records: [sampleTradeline(), bad], outcome })
    const { report, sink } = await importBytes(line, jsonLines)
    expect(report).toMatchObject({
      subjects: 0,
      records: 0,
      outcomes: 0,
      rejected: 1,
      warnings: {},
    })
    expect([sink.subjects.size, sink.outcomes.size]).toEqual([0, 0])
  })

  test('an adverse record without notice, under a pack that asks for it', async () => {
    const record = sampleTradeline({ accountStatus: 'DPD_1_29', paymentHistory: [] })
    const line = subjectLine(1, { records: [{ ...record, provenance: { source: 'FURNISHER' } }] })
    const { report } = await importBytes(line, jsonLines, { pack: policyPacks.CN })
    const [problem] = report.problems
    expect(problem).toMatchObject({ reason: 'negative-report-notice', code: 'record.rejected' })
    expect((await importBytes(line, jsonLines)).report.subjects).toBe(1)
  })

  test('an empty file, or one with another header, is refused as a whole', async () => {
    await expect(importBytes('', uciCreditCard)).rejects.toThrow(/input.invalid/)
    await expect(importBytes('a,b\n1,2\n', uciCreditCard)).rejects.toThrow(/input.invalid/)
  })
})

describe('what is accepted', () => {
  test('blank lines, a byte-order mark, Windows line ends and no last line end', async () => {
    const text = `\uFEFF${subjectLine(1)}\r\n\r\n   \n${subjectLine(2)}`
    const { report } = await importBytes(text, jsonLines)
    expect(report).toMatchObject({ subjects: 2, rejected: 0, lines: 4 })
    const uci = `\uFEFF${uciHeader}\r\n${uciLine(1)}\r\n${uciLine(2)}`
    expect((await importBytes(uci, uciCreditCard)).report).toMatchObject({
      subjects: 2,
      rejected: 0,
    })
  })

  test('gets the name this agency gives the person, notes, and the end of retention', async () => {
    const line = subjectLine(1, {
      identity: sampleIdentity(),
      records: [sampleTradeline({ dateOpened: null })],
    })
    const { sink } = await importBytes(line, jsonLines)
    const [bundle] = sink.subjects.values()
    expect(bundle?.subjectRef).toMatch(/^sub_/)
    const [record] = bundle?.records ?? []
    expect([record?.subjectRef, bundle?.identity?.subjectRef]).toEqual([
      bundle?.subjectRef,
      bundle?.subjectRef,
    ])
    expect(record?.annotations).toMatchObject([
      { kind: 'DATA_QUALITY', evaluator: 'missing-value' },
    ])
    expect(record?.provenance.policyPack).toBe('RESEARCH')
  })

  test('an end of retention that the source sets is never lengthened', async () => {
    const record = { ...sampleTradeline(), retainUntil: '2025-01-01' }
    const { sink } = await importBytes(subjectLine(1, { records: [record] }), jsonLines)
    expect([...sink.subjects.values()][0]?.records[0]?.retainUntil).toBe('2025-01-01')
  })

  test('people that the partition gives to others are skipped', async () => {
    const lines = [uciHeader, uciLine(1), uciLine(2), uciLine(3)].join('\n')
    const { report, sink } = await importBytes(lines, uciCreditCard, {
      accepts: (person) => person === 'TW|uci-client|2',
    })
    expect(report).toMatchObject({ subjects: 1, outcomes: 1, skipped: 2, rejected: 0 })
    expect(sink.outcomes.size).toBe(1)
  })
})

describe('people who were erased here', () => {
  const lines = Array.from({ length: 10 }, (_, i) => uciLine(i + 1, { PAY_0: i % 2 }))
  const source = bytesSource(Buffer.from([uciHeader, ...lines].join('\n')))

  test('are counted as such, and nothing of theirs as stored', async () => {
    const sink = new MemorySink()
    for (const id of ['2', '3', '10']) sink.barred.add(id)
    const report = await importRecords(source, sink, importOptions(uciCreditCard, { batchSize: 4 }))
    expect(report).toMatchObject({ subjects: 7, records: 14, outcomes: 7, erased: 3, rejected: 0 })
    expect(report.warnings['missing-value']).toBe(7)
    expect([sink.subjects.size, sink.outcomes.size]).toEqual([7, 7])
    expect([...sink.checkpoints.values()][0]?.counts.erased).toBe(3)
  })
})

describe('while one batch is written', () => {
  const lines = Array.from({ length: 12 }, (_, i) => uciLine(i + 1))
  const source = bytesSource(Buffer.from([uciHeader, ...lines].join('\n')))
  const options = importOptions(uciCreditCard, { batchSize: 4 })

  /** A sink whose writes wait until the test lets them go; `log` tells what happened in which order. */
  function heldSink(log: string[], fate: (write: number) => Promise<void>) {
    const memory = new MemorySink()
    let writes = 0
    const openBatch = () => {
      const batch = memory.openBatch()
      return {
        add: (...person: Parameters<typeof batch.add>) => {
          log.push(`add ${person[0].identifier.value}`)
          batch.add(...person)
        },
        write: async (checkpointOf: Parameters<typeof batch.write>[0]) => {
          writes += 1
          const write = writes
          log.push(`write ${write}`)
          await fate(write)
          await batch.write(checkpointOf)
          log.push(`written ${write}`)
        },
      }
    }
    const checkpointOf = (id: string) => memory.checkpointOf(id)
    return { memory, sink: { checkpointOf, openBatch } }
  }

  test('the next is read, and written only after it', async () => {
    const log: string[] = []
    const held = Promise.withResolvers<void>()
    const isReadOn = () => log.includes('add 8')
    const { sink } = heldSink(log, (write) => (write === 1 ? held.promise : Promise.resolve()))
    const importing = importRecords(source, sink, options)
    await expect.poll(isReadOn).toBe(true)
    expect(log).not.toContain('write 2')
    expect(log).not.toContain('add 9') // one batch in flight, one being filled: no more in memory
    held.resolve()
    expect(await importing).toMatchObject({ subjects: 12 })
    expect(log.indexOf('written 1')).toBeLessThan(log.indexOf('write 2'))
  })

  test('error: a write that fails ends the import, and no checkpoint passes over it', async () => {
    const log: string[] = []
    const { memory, sink } = heldSink(log, async (write) => {
      if (write === 2) throw new Error('no space')
    })
    await expect(importRecords(source, sink, options)).rejects.toThrow('no space')
    expect(log.filter((line) => line.startsWith('writ'))).toEqual([
      'write 1',
      'written 1',
      'write 2',
    ])
    expect([...memory.checkpoints.values()][0]).toMatchObject({ lines: 5, counts: { subjects: 4 } })
  })
})

describe('strict', () => {
  test('error: stops at the first bad line after storing what came before it', async () => {
    const sink = new MemorySink()
    const text = [uciHeader, uciLine(1), uciLine(2, { AGE: 'x' }), uciLine(3)].join('\n')
    const options = importOptions(uciCreditCard, { strict: true })
    const stopped = importRecords(bytesSource(Buffer.from(text)), sink, options)
    await expect(stopped).rejects.toMatchObject({
      code: 'import.line_invalid',
      details: { line: 3, reason: 'not_a_number', field: 'AGE' },
    })
    expect(sink.subjects.size).toBe(1)
    expect([...sink.checkpoints.values()][0]?.isComplete).toBe(false)
  })
})

describe('after a kill', () => {
  const lines = Array.from({ length: 40 }, (_, i) => (i % 7 === 3 ? 'rubbish' : uciLine(i + 1)))
  const source = bytesSource(Buffer.from([uciHeader, ...lines].join('\n')), 100)
  const options = importOptions(uciCreditCard, { batchSize: 4 })

  test('at any write, going on ends in the same state and the same counts', async () => {
    const undisturbed = new MemorySink()
    const {
      seconds: _s,
      perSecond: _p,
      ...expected
    } = await importRecords(source, undisturbed, options)
    for (let writes = 0; writes < 9; writes += 1) {
      const sink = new MemorySink({ dieAfterWrites: writes })
      await expect(importRecords(source, sink, options)).rejects.toThrow('killed')
      sink.revive()
      const report = await importRecords(source, sink, options)
      expect(sink.subjects).toEqual(undisturbed.subjects)
      expect(sink.outcomes).toEqual(undisturbed.outcomes)
      expect(sink.puts).toBe(undisturbed.puts) // nothing is stored twice
      const { subjects, records, outcomes, rejected, warnings, lines: read } = report
      expect({ subjects, records, outcomes, rejected, warnings, lines: read }).toEqual({
        subjects: expected.subjects,
        records: expected.records,
        outcomes: expected.outcomes,
        rejected: expected.rejected,
        warnings: expected.warnings,
        lines: expected.lines,
      })
    }
  })

  test('an import that was stopped by its caller goes on too', async () => {
    const sink = new MemorySink()
    const stop = new AbortController()
    const onProgress = () => stop.abort(new Error('stopped'))
    const stopped = importRecords(source, sink, { ...options, signal: stop.signal, onProgress })
    await expect(stopped).rejects.toThrow('stopped')
    expect(sink.subjects.size).toBe(4)
    const report = await importRecords(source, sink, options)
    expect(report).toMatchObject({ isResumed: true, subjects: 34 })
  })

  test('another file, agency, pack or name of the data begins from the start', async () => {
    const sink = new MemorySink({ dieAfterWrites: 6 })
    await expect(importRecords(source, sink, options)).rejects.toThrow('killed')
    sink.revive()
    const others = [
      importRecords(bytesSource(Buffer.from(`${uciHeader}\n${uciLine(1)}`)), sink, options),
      importRecords(source, sink, { ...options, furnisherId: 'agency-b' }),
      importRecords(source, sink, { ...options, pack: policyPacks.US }),
      importRecords(source, sink, { ...options, dataset: 'synthetic' }),
      importRecords(source, sink, { ...options, resume: false }),
    ]
    for (const report of await Promise.all(others)) expect(report.isResumed).toBe(false)
  })

  test('a finished import may be run again from the start', async () => {
    const sink = new MemorySink()
    await importRecords(source, sink, options)
    const again = await importRecords(source, sink, options)
    expect(again).toMatchObject({ isResumed: false, subjects: 34 })
    expect(sink.subjects.size).toBe(34)
  })
})

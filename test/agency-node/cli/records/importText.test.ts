import {
  formatHint,
  type ImportResult,
  importText,
  isUseless,
  problemsText,
} from '@creditmesh/agency-node/cli/records/importText.ts'
import { jsonLines } from '@creditmesh/agency-node/records/jsonLines.ts'
import { uciCreditCard } from '@creditmesh/agency-node/records/uciCreditCard.ts'
import { expect, test } from 'vitest'
import { importBytes, uciHeader, uciLine } from '../../records/importFixture.ts'

async function importLines(lines: readonly string[]): Promise<ImportResult> {
  return (await importBytes([uciHeader, ...lines].join('\n'), uciCreditCard)).report
}

test('a person with two lines is one person', async () => {
  const lines = [uciLine(1), uciLine(2), uciLine(1, { AGE: 31 }), uciLine(3), uciLine(4)]
  const report = await importLines(lines)
  expect(report).toMatchObject({ subjects: 5, known: 1 })
  const text = importText('a', report)
  expect(text).toContain('4 new people and 1 who were here already')
  expect(text).toMatch(/records \(\d+ warnings on them\)/)
})

test('error: the first twenty bad lines are told with field, reason and what is expected', async () => {
  const bad = Array.from({ length: 25 }, (_, i) => uciLine(i + 1, { AGE: i === 0 ? 'x' : 300 }))
  const report = await importLines([...bad, '1,2,3', uciLine(99)])
  const lines = problemsText(report).split('\n')
  expect(lines).toHaveLength(21)
  expect(lines[0]).toBe('line 2: AGE is no whole number. Write a whole number.')
  expect(lines[1]).toContain('line 3: AGE is outside the range of the data set (15 to 120).')
  expect(lines[20]).toBe('... 6 more; --json lists the first 100')
  expect(isUseless(report)).toBe(false)
})

test('error: the wrong number of columns says how many there are and should be', async () => {
  const text = problemsText(await importLines(['1,2,3']))
  expect(text).toContain(
    'the line has another number of columns than the header (3 in the place of 25)',
  )
})

test('error: a file of another format is useless, and the other format is proposed', async () => {
  const { report } = await importBytes(`${uciHeader}\n${uciLine(1)}`, jsonLines)
  expect(isUseless(report)).toBe(true)
  expect(formatHint('ucr', uciHeader)).toContain('Is it --format uci?')
  expect(problemsText(report)).toContain(
    'line 1: the line is not JSON. Write one JSON object a line.',
  )
})

test('another format is proposed only where the first line looks like it', () => {
  const record = '{"identifier":{}}'
  expect(formatHint('uci', record)).toContain('Is it --format ucr?')
  expect(formatHint('ucr', record)).toBe('Nothing could be used: it was read as UCR JSON Lines.')
  expect(formatHint('uci', uciHeader)).not.toContain('--format')
})

test('error: what a rule blocks is told in the words of the rule', async () => {
  const { report } = await importBytes(
    JSON.stringify({ identifier: { country: 'DE', type: 'id-card' }, records: [] }),
    jsonLines,
  )
  expect(problemsText(report)).toContain('line 1: identifier.value is missing.')
})

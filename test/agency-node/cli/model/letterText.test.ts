import { howToSetContact, letterText } from '@creditmesh/agency-node/cli/model/letterText.ts'
import { parseAgencyConfig } from '@creditmesh/agency-node/config.ts'
import { expect, test } from 'vitest'
import { shown, told } from './shownScore.ts'

const contact = {
  name: 'Harbour Credit Agency',
  address: '1 Quay Street, Taipei',
  phone: '+886 2 5550 0100',
  answersWithinDays: 20,
}
const askAt = { agency: 'a', contact }

test('a person reads where she stands, why, until when, what she can do, and whom to ask', () => {
  expect(
    letterText(shown({ askAt, scoreId: '0x12' })),
  ).toBe(`Harbour Credit Agency, 22 November 2026

About your credit score
  Your score is 455. A higher score is better.
  Lenders often draw a line below which they do not lend. The line that we
  suggest is 475; your score is 20 points below it. The lender decides, may
  draw another line, and may look at other things: if one refused you, ask it
  why.
  We calculated it from your records up to June 2024. If you have used your
  credit card since, ask your bank why it has not reported newer months.

Why it is not higher, the most important first
  1. You were late in May 2024.

How long late months count
  May 2024 stops counting once your file has a record for May 2026.

What you can do
  To reach 475, the line that we suggest to lenders:
  - Make every payment by its due date for 3 months.

What you cannot change
  The months behind you stay as they are.

Whom to ask
  Harbour Credit Agency, 1 Quay Street, Taipei, +886 2 5550 0100.
  You get an answer within 20 days.
  You may see your whole file, have corrected what is wrong in it, and ask
  that a person looks at the score.
  When you ask, name this score: 0x12`)
})

test('a letter has no code, no band and no probability', () => {
  const text = letterText(shown())
  expect(text).not.toMatch(/R\d\d|band|probability|default|cut-off/)
})

test('above the line nothing is promised, and the lender still decides', () => {
  const { score } = shown()
  if (!score) throw new Error('no score')
  const text = letterText(shown({ score: { ...score, scoreValue: 476 } }))
  expect(text.replaceAll(/\s+/g, ' ')).toContain(
    'your score is 1 point above it. The lender decides',
  )
})

test('without a contact the letter names the agency that gave it, and the advice to the agency stays out of it', () => {
  expect(letterText(shown())).toContain('The agency that gave you this letter: agency a.')
  expect(letterText(shown())).not.toContain('agency.json')
  expect(howToSetContact).toContain('agency.json names nobody')
})

test('that a point is no fault, and nothing to borrow for, is said once in a letter', () => {
  const { file, whatWouldChange: advice } = shown()
  if (!file || !advice) throw new Error('no file')
  const reasons = ['Late.', 'Small.', 'Short.'].map((text, at) => ({
    ...{ text, codes: ['R07'] as const, isFaultless: at > 0 },
  }))
  const letter = (text: string) =>
    letterText(
      shown({ file: { ...file, reasons }, whatWouldChange: { ...advice, text } }),
    ).replaceAll(/\s+/g, ' ')
  expect(letter('Wait.')).toContain(
    'Points 2 and 3 are no fault of yours. Do not borrow to change them.',
  )
  const only = { ...file, reasons: reasons.slice(1, 2) }
  expect(letterText(shown({ file: only }))).toContain('  This is no fault of yours.')
  const consoled = letter('This is not a fault. Do not borrow only to raise a score.')
  expect(consoled.match(/fault/g)).toHaveLength(1)
  expect(consoled.match(/borrow/g)).toHaveLength(1)
})

test('of new records nothing is said about their age', () => {
  const calculatedAt = Date.UTC(2024, 7, 31) / 1000
  expect(letterText(shown({ calculatedAt }))).not.toContain('newer months')
})

test('without a score the person is told so and why, and whom to ask', () => {
  const { calculatedAt } = shown()
  const reasonCodes = told('R16')
  const text = letterText({ scoreId: null, score: null, reasonCodes, askAt, calculatedAt })
  expect(text).toContain('and could not.')
  expect(text).toContain(reasonCodes[0]?.text)
  expect(text).toContain('Harbour Credit Agency, 1 Quay Street')
})

test('error: a contact without any way to reach it is none', () => {
  const config = {
    ...{ name: 'a', rpcUrl: 'http://localhost:1', deployment: 'd.json', publicUrl: 'http://a' },
    ...{ listen: { host: 'localhost', port: 1 }, keySecret: { keyFile: 'k' } },
  }
  expect(parseAgencyConfig({ ...config, contact }).contact).toEqual(contact)
  expect(() => parseAgencyConfig({ ...config, contact: { name: 'nobody' } })).toThrowError(
    'contact: needs an address',
  )
})

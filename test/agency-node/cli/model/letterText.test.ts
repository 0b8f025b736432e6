import { letterText } from '@creditmesh/agency-node/cli/model/letterText.ts'
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
  suggest is 475; your score is 20 points below it.
  The lender decides, not Harbour Credit Agency. A lender may draw another
  line, and look at other things than this score.
  We calculated it on 22 November 2026 from your records up to June 2024.
  These records are not new. If you have used your accounts since, ask your
  bank why it has not reported newer months.

Why it is not higher, the most important first
  1. You were late in May 2024.

How long late months count
  May 2024 counts until your records reach May 2026.

What you can do
  To reach 475, the line that we suggest to lenders:
  - Make every payment by its due date for 3 months.

What you cannot change
  The months behind you stay as they are.

Whom to ask
  Harbour Credit Agency, 1 Quay Street, Taipei, +886 2 5550 0100.
  You get an answer within 20 days.
  You may see your whole file, and have corrected what is wrong in it. If you
  think that the score is wrong, ask that a person looks at it.
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

test('without a contact the agency is told how to name one', () => {
  expect(letterText(shown())).toContain('agency.json names nobody')
  expect(letterText(shown({ askAt }))).not.toContain('agency.json')
})

test('of new records nothing is said about their age', () => {
  const calculatedAt = Date.UTC(2024, 7, 31) / 1000
  expect(letterText(shown({ calculatedAt }))).not.toContain('not new')
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

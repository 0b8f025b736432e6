import {
  guessDelimiter,
  parseDelimiter,
} from '@creditmesh/agency-node/scoring/evaluate/delimiter.ts'
import { expect, test } from 'vitest'

test.each([
  [',', ','],
  ['semicolon', ';'],
  ['tab', '\t'],
  ['\\t', '\t'],
  [' ', 'whitespace'],
  ['\\s+', 'whitespace'],
])('%j may be typed', (text, meant) => {
  expect(parseDelimiter(text)).toBe(meant)
})

test('the most frequent candidate outside quotes is guessed, else blanks', () => {
  expect(guessDelimiter('a;b,c;d')).toBe(';')
  expect(guessDelimiter('"a;b;c;d",e')).toBe(',')
  expect(guessDelimiter('a b c')).toBe('whitespace')
})

test('error: another delimiter is a usage error', () => {
  expect(() => parseDelimiter('ab')).toThrowError('usage.invalid')
  expect(() => parseDelimiter('toString')).toThrowError('usage.invalid')
})

import { exitCodeOf } from '@creditmesh/sdk/errors.ts'
import { expect, test } from 'vitest'

test.each([
  'consent.withdrawn',
  'fair_use.exceeded',
  'relay.not_permitted',
  'relay.evidence_invalid',
  'subject.credential_invalid',
  'subject.root_waiting',
] as const)('%s is about a consent, so the command line exits with 5', (code) => {
  expect(exitCodeOf(code)).toBe(5)
})

test('what does not exist stays 4, and a relay without an answer is no matter of consent', () => {
  expect(exitCodeOf('subject.not_enrolled')).toBe(4)
  expect(exitCodeOf('relay.timeout')).toBe(1)
})

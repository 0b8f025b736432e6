import { agencyText } from '@creditmesh/agency-node/cli/agency/status.ts'
import { expect, test } from 'vitest'

const local = { name: 'a', address: '0x12', keyEpoch: 1, subjects: 300 }

test('an agency is shown with money in tokens and times as times', () => {
  const text = agencyText({
    ...local,
    unfinishedLegs: 2,
    models: [{ modelVersion: '1.0.0', family: 'scorecard' }],
    scoring: { modelId: '0xab', isApproved: false },
    balance: '1000000000',
    blockTime: 1_795_333_081,
  })
  expect(text).toContain('1000.000000 CMS')
  expect(text).toContain('last block at 2026-11-22T')
  expect(text).toContain('scorecard 1.0.0')
  expect(text).toContain('0xab (a draft that nobody approved)')
  expect(text).not.toContain('{')
})

test('where the chain is silent, what lies on this machine is shown, and why the rest is not', () => {
  const text = agencyText({ ...local, silentChain: 'http://127.0.0.1:1' })
  expect(text).toContain('300')
  expect(text).toContain('does not answer at http://127.0.0.1:1; creditmesh network up')
  expect(text).not.toContain('balance')
})

import { errorText, jsonError } from '@creditmesh/agency-node/cli/errorText.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { expect, test } from 'vitest'

test('error: times are read as times, lists as lists, and what only a helper needs stands last', () => {
  const error = new MeshError('model.not_approver', {
    details: {
      requestId: 'r-1',
      revert: 'ModelRegistryNotApprover',
      usableAtSec: 1_795_587_316,
      delaySec: 60,
      exceeded: ['one', 'two'],
    },
  })
  expect(errorText(error).split('\n').slice(1, 6)).toEqual([
    '  usableAtSec: 2026-11-25T06:15:16Z',
    '  delaySec: 60',
    '  exceeded: one; two',
    '  revert: ModelRegistryNotApprover',
    '  requestId: r-1',
  ])
})

test('error: a refusal from elsewhere keeps its one request id', () => {
  const refused = new MeshError('consent.withdrawn', { details: { requestId: 'r-1', state: 3 } })
  expect(JSON.parse(jsonError(refused))).toMatchObject({ requestId: 'r-1', details: { state: 3 } })
  expect(JSON.parse(jsonError(refused)).details).toEqual({ state: 3 })
  const own = JSON.parse(jsonError(new MeshError('usage.invalid')))
  expect(own.requestId).toMatch(/^[0-9a-f-]{36}$/)
  expect(own.details).toBeUndefined()
})

import { createTroubleLog } from '@creditmesh/agency-node/wiring/troubleLog.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { expect, test } from 'vitest'
import { createTestLog } from './testLog.ts'

test('the same trouble is told once a minute, another at once, and never by its message', () => {
  let nowMs = 0
  const log = createTestLog()
  const tell = createTroubleLog(log, { clockMs: () => nowMs })
  for (nowMs = 0; nowMs < 60_000; nowMs += 500) {
    tell(new MeshError('chain.unavailable', { detail: 'Erika', cause: new Error('Muster') }))
  }
  tell(new MeshError('store.disk_full'))
  tell(new MeshError('chain.unavailable'))
  const codes = log.lines.map((fields) => (fields as { code: string }).code)
  expect(codes).toEqual(['chain.unavailable', 'store.disk_full', 'chain.unavailable'])
  expect(JSON.stringify(log.lines)).not.toMatch(/Erika|Muster/)
})

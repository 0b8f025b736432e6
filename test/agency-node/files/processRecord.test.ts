import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  findRunning,
  recordedProcesses,
  writeProcessRecord,
} from '@creditmesh/agency-node/files/processRecord.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'processes-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('finds a process while it runs, and forgets it when it was killed', async () => {
  const args = ['-e', 'setInterval(() => {}, 1000)', 'marked-for-this-test']
  const child = spawn(process.execPath, args, { stdio: 'ignore' })
  await once(child, 'spawn')
  writeProcessRecord(folder, { name: 'x', pid: child.pid ?? 0, args: ['marked-for-this-test'] })
  expect(findRunning(folder, 'x')?.pid).toBe(child.pid)
  expect(recordedProcesses(folder)).toEqual(['x'])
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(findRunning(folder, 'x')).toBeNull()
  expect(existsSync(join(folder, 'x.json'))).toBe(false)
})

test('error: another process that got the same number is never taken for it', () => {
  writeProcessRecord(folder, { name: 'x', pid: process.pid, args: ['--dir', '/not/this/one'] })
  expect(findRunning(folder, 'x')).toBeNull()
})

test('error: a torn record is no record', () => {
  writeFileSync(join(folder, 'x.json'), '{"name":"x","pi')
  expect(findRunning(folder, 'x')).toBeNull()
})

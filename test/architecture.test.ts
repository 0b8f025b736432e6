import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  findNodeImports,
  findViolations,
  productFiles,
  readImports,
} from '../scripts/check/imports.ts'

const root = join(import.meta.dirname, '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')

test('imports point in one direction', () => {
  const files = productFiles(root)
  expect(files.length).toBeGreaterThan(50)
  expect(findViolations(readImports(files, read))).toEqual([])
  expect(findNodeImports(files, read)).toEqual([])
})

test('error: an import that points back is found', () => {
  const upwards = [{ file: 'sdk/crypto/hash.ts', target: 'sdk/client/lender/lender.ts' }]
  expect(findViolations(upwards)).toEqual([
    'sdk/crypto/hash.ts: may not import sdk/client/lender/lender.ts',
  ])
  const toComposer = [{ file: 'agency-node/store/store.ts', target: 'agency-node/node.ts' }]
  expect(findViolations(toComposer)).toHaveLength(1)
})

test('error: a file outside every room is found', () => {
  const stray = [{ file: 'agency-node/utils/x.ts', target: 'sdk/errors.ts' }]
  expect(findViolations(stray)).toEqual(['agency-node/utils/x.ts: is in no known room'])
})

test('error: a Node module in the SDK is found', () => {
  expect(findNodeImports(['sdk/x.ts'], () => "import fs from 'node:fs'")).toHaveLength(1)
})

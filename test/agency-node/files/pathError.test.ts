import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileError } from '@creditmesh/agency-node/files/atomicFile.ts'
import { makeFolder } from '@creditmesh/agency-node/files/makeFolder.ts'
import { pathError, pathErrorOf } from '@creditmesh/agency-node/files/pathError.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { afterAll, describe, expect, test } from 'vitest'

const dir = mkdtempSync(join(tmpdir(), 'path-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const systemError = (code: string) =>
  Object.assign(new Error(`${code}: refused`), { code, syscall: 'open', path: '/a' })

describe('what the system says of a path', () => {
  test.each([
    ['ENOENT', 'file.not_found'],
    ['EEXIST', 'file.exists'],
    ['EACCES', 'file.forbidden'],
    ['EPERM', 'file.forbidden'],
    ['EROFS', 'file.forbidden'],
    ['EISDIR', 'file.wrong_kind'],
    ['ENOTDIR', 'file.wrong_kind'],
  ])('error: %s is %s, with the path', (errno, code) => {
    const expected = { code, details: { path: '/a', reason: errno } }
    expect(pathErrorOf(systemError(errno))).toMatchObject(expected)
    expect(pathError('/a', systemError(errno))).toMatchObject(expected)
    expect(pathErrorOf(fileError('/a', systemError(errno)))).toMatchObject(expected)
  })

  test('error: a full disk and a fault of ours stay what they are', () => {
    expect(pathErrorOf(systemError('ENOSPC'))).toBeUndefined()
    expect(pathError('/a', systemError('ENOSPC'))).toMatchObject({ code: 'store.disk_full' })
    expect(pathErrorOf(new TypeError('a bug'))).toBeUndefined()
    expect(pathErrorOf(new MeshError('chain.unavailable'))).toBeUndefined()
  })

  test('error: a real folder in the place of a file', async () => {
    const thrown = await readFile(dir).catch((error: unknown) => error)
    expect(pathErrorOf(thrown)).toMatchObject({ code: 'file.wrong_kind' })
  })
})

describe('a folder', () => {
  test('is made with those above it, for its owner alone, and twice without harm', async () => {
    const path = join(dir, 'x/y/z')
    await makeFolder(path)
    await makeFolder(path)
    expect(statSync(path).mode & 0o777).toBe(0o700)
    expect(statSync(join(dir, 'x')).mode & 0o777).toBe(0o700)
  })

  test('error: below a file there is none', async () => {
    writeFileSync(join(dir, 'file'), '')
    await expect(makeFolder(join(dir, 'file/x'))).rejects.toMatchObject({ code: 'ENOTDIR' })
    const thrown = await makeFolder(join(dir, 'file')).catch((error: unknown) => error)
    expect(thrown).toMatchObject({ code: 'EEXIST' })
    expect(pathErrorOf(thrown)).toMatchObject({ code: 'file.wrong_kind' })
  })

  test.runIf(process.platform === 'linux')(
    'error: where the system will have no folder it is said at once, and not tried for ever',
    async () => {
      await expect(makeFolder('/proc/nope')).rejects.toMatchObject({ code: 'ENOENT' })
      await expect(makeFolder('/proc/nope/deeper')).rejects.toMatchObject({ code: 'ENOENT' })
    },
  )
})

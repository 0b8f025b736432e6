import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import {
  readTextFile,
  writeFileAtomically,
} from '@creditmesh/agency-node/store/sealing/atomicFile.ts'
import { describe, expect, it } from 'vitest'
import { failure, temporaryFolder } from './fixtures.ts'

describe('a file that is put in place whole', () => {
  it('is made with its folder, readable by the owner only, and leaves nothing beside it', async () => {
    const folder = join(await temporaryFolder(), 'new', 'folder')
    const path = join(folder, 'file.json')
    await writeFileAtomically(path, 'one', { replace: false })
    await writeFileAtomically(path, 'two', { replace: true })
    expect(await readTextFile(path)).toBe('two')
    expect((await stat(path)).mode & 0o077).toBe(0)
    expect(await readdir(folder)).toEqual(['file.json'])
  })

  it('is made once, however many try at the same time', async () => {
    const path = join(await temporaryFolder(), 'file.json')
    const tries = ['a', 'b', 'c', 'd'].map((content) =>
      writeFileAtomically(path, content, { replace: false }).then(() => content),
    )
    const made = (await Promise.allSettled(tries)).flatMap((t) =>
      t.status === 'fulfilled' ? [t.value] : [],
    )
    expect(made).toEqual([await readFile(path, 'utf8')])
  })

  it('error: says why it cannot be written or read', async () => {
    const folder = await temporaryFolder()
    const path = join(folder, 'file.json')
    await expect(readTextFile(path)).rejects.toEqual(failure('file.not_found'))
    await writeFileAtomically(path, 'one', { replace: false })
    const again = writeFileAtomically(path, 'two', { replace: false })
    await expect(again).rejects.toEqual(failure('config.invalid'))
    const below = writeFileAtomically(join(path, 'below'), 'x', { replace: true })
    await expect(below).rejects.toEqual(failure('store.unavailable'))
    expect(await readdir(folder)).toEqual(['file.json'])
  })
})

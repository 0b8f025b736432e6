import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import {
  createAtomically,
  readIfPresent,
  writeAtomically,
} from '@creditmesh/agency-node/files/atomicFile.ts'
import { describe, expect, it } from 'vitest'
import { failure, temporaryFolder } from '../store/fixtures.ts'

describe('a file that is put in place whole', () => {
  it('is made with its folder, readable by the owner only, and leaves nothing beside it', async () => {
    const folder = join(await temporaryFolder(), 'new', 'folder')
    const path = join(folder, 'file.json')
    expect(await readIfPresent(path)).toBeNull()
    await createAtomically(path, 'one')
    await writeAtomically(path, 'two')
    expect(await readIfPresent(path)).toBe('two')
    expect((await stat(path)).mode & 0o077).toBe(0)
    expect(await readdir(folder)).toEqual(['file.json'])
  })

  it('is made once, however many try at the same time', async () => {
    const path = join(await temporaryFolder(), 'file.json')
    const tries = ['a', 'b', 'c', 'd'].map((content) =>
      createAtomically(path, content).then(() => content),
    )
    const made = (await Promise.allSettled(tries)).flatMap((t) =>
      t.status === 'fulfilled' ? [t.value] : [],
    )
    expect(made).toEqual([await readFile(path, 'utf8')])
  })

  it('error: says why it cannot be written or read, and leaves nothing', async () => {
    const folder = await temporaryFolder()
    const path = join(folder, 'file.json')
    await createAtomically(path, 'one')
    await expect(createAtomically(path, 'two')).rejects.toEqual(failure('store.conflict'))
    const unavailable = failure('store.unavailable')
    await expect(createAtomically(join(path, 'below'), 'x')).rejects.toEqual(unavailable)
    await expect(writeAtomically(join(path, 'below'), 'x')).rejects.toEqual(unavailable)
    await expect(readIfPresent(join(path, 'below'))).rejects.toEqual(unavailable)
    await expect(readIfPresent(folder)).rejects.toEqual(unavailable)
    expect(await readdir(folder)).toEqual(['file.json'])
  })
})

import { join } from 'node:path'
import { readIfPresent } from '@creditmesh/agency-node/files/atomicFile.ts'
import { writeJsonFile } from '@creditmesh/agency-node/store/sealing/formattedFile.ts'
import { expect, it } from 'vitest'
import { failure, temporaryFolder } from './fixtures.ts'

it('error: a JSON file is replaced only on purpose', async () => {
  const path = join(await temporaryFolder(), 'file.json')
  await writeJsonFile(path, { name: 'one' }, { replace: false })
  const again = writeJsonFile(path, { name: 'two' }, { replace: false })
  await expect(again).rejects.toEqual(failure('config.invalid', { path }))
  expect(JSON.parse((await readIfPresent(path)) ?? '')).toEqual({ name: 'one' })
  await writeJsonFile(path, { name: 'two' }, { replace: true })
  expect(JSON.parse((await readIfPresent(path)) ?? '')).toEqual({ name: 'two' })
})

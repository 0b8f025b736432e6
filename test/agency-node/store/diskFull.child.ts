// Run as a process of its own by diskFull.test.ts, in a folder that holds few megabytes.
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chooseCryptoSuites } from '@creditmesh/agency-node/native/cryptoSuites.ts'
import { masterKeyOf } from '@creditmesh/agency-node/store/masterKey.ts'
import { openStore } from '@creditmesh/agency-node/store/openStore.ts'
import { toMeshError } from '@creditmesh/sdk/errors.ts'
import { childSubject, childTag } from './killed.subjects.ts'

const [folder = ''] = process.argv.slice(2)
const { nacl } = await chooseCryptoSuites()
const open = () =>
  openStore(folder, {
    masterKey: masterKeyOf(new Uint8Array(32).fill(7)),
    nacl,
    tuning: { writeBufferSize: 256 << 10 },
  })

const ballast = join(folder, 'ballast')
await writeFile(ballast, Buffer.alloc(8 << 20))
let store = await open()
let acknowledged = 0
const put = async () => {
  const many = Array.from({ length: 50 }, (_, i) => childSubject(acknowledged + i))
  await store.vault.putSubjects(many)
  acknowledged += 50
}
const failureOf = (work: () => Promise<unknown>) =>
  work().then(
    () => 'none',
    (error: unknown) => toMeshError(error).code,
  )

let whenFull = 'none'
while (whenFull === 'none') whenFull = await failureOf(put)
const whenStillFull = await failureOf(put)
const readWhileFull = (await store.vault.get(childTag(0))) !== null
await rm(ballast)
const whenFreed = await failureOf(put)
await store.close()

store = await open()
let lost = 0
for (let i = 0; i < acknowledged; i += 1) {
  if ((await store.vault.get(childTag(i))) === null) lost += 1
}
await store.close()
process.stdout.write(
  JSON.stringify({ whenFull, whenStillFull, readWhileFull, whenFreed, lost, acknowledged }),
)

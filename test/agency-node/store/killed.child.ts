// Run as a process of its own by killed.test.ts: writes without end and says what was acknowledged, until it is killed.
import { chooseCryptoSuites } from '@creditmesh/agency-node/native/cryptoSuites.ts'
import { masterKeyOf } from '@creditmesh/agency-node/store/masterKey.ts'
import { openStore } from '@creditmesh/agency-node/store/openStore.ts'
import { childSubject, childTag } from './killed.subjects.ts'

const [folder = '', way = ''] = process.argv.slice(2)
const { nacl } = await chooseCryptoSuites()
const masterKey = masterKeyOf(new Uint8Array(32).fill(7))
const store = await openStore(folder, { masterKey, nacl, tuning: { writeBufferSize: 256 << 10 } })
const say = (acknowledged: number) => process.stdout.write(`${acknowledged}\n`)

if (way === 'import') {
  for (let i = 0; ; i += 100) {
    const batch = store.vault.openBatch()
    for (let j = i; j < i + 100; j += 1) batch.add(childSubject(j))
    await store.transact(async (tx) => {
      await batch.write(tx)
      await store.positions.set({ name: 'import', value: i + 100 }, tx)
    })
    say(i + 100)
  }
}

if (way === 'put') {
  for (let i = 0; ; i += 8) {
    const eight = Array.from({ length: 8 }, (_, j) => store.vault.putSubject(childSubject(i + j)))
    await Promise.all(eight)
    say(i + 8)
  }
}

if (way === 'erase') {
  await store.vault.putSubjects(Array.from({ length: 400 }, (_, i) => childSubject(i)))
  for (let i = 0; i < 400; i += 1) {
    await store.vault.erase(childTag(i))
    say(i + 1)
  }
}

// A process that imports the file argv[2] into the store argv[3] and tells each batch, so that a test can kill it.
import { chooseCryptoSuites } from '@creditmesh/agency-node/native/cryptoSuites.ts'
import { importRecords } from '@creditmesh/agency-node/records/importRecords.ts'
import { openFileSource } from '@creditmesh/agency-node/records/source.ts'
import { uciCreditCard } from '@creditmesh/agency-node/records/uciCreditCard.ts'
import { masterKeyOf } from '@creditmesh/agency-node/store/masterKey.ts'
import { openStore } from '@creditmesh/agency-node/store/openStore.ts'
import { createRecordSink } from '@creditmesh/agency-node/wiring/recordSink.ts'
import { importOptions } from './importFixture.ts'

const [, , file = '', folder = ''] = process.argv
const { nacl } = await chooseCryptoSuites()
const secret = new Uint8Array(32).fill(9)
const store = await openStore(folder, { masterKey: masterKeyOf(secret), nacl })
await using source = await openFileSource(file)
const tell = (message: object) => process.stdout.write(`${JSON.stringify(message)}\n`)
const report = await importRecords(
  source,
  createRecordSink(store, secret),
  importOptions(uciCreditCard, { batchSize: 50, onProgress: ({ subjects }) => tell({ subjects }) }),
)
const names = new Set<string>()
let records = 0
for await (const subject of store.vault.subjects({ withIdentity: true })) {
  names.add(subject.subjectRef)
  records += subject.records.length
}
let outcomes = 0
for await (const _ of store.outcomes.entries()) outcomes += 1
tell({ report, stored: { subjects: names.size, records, outcomes } })
await store.close()

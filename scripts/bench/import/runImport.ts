import { chooseCryptoSuites } from '@creditmesh/agency-node/native/cryptoSuites.ts'
import { importRecords } from '@creditmesh/agency-node/records/importRecords.ts'
import type { ImportReport } from '@creditmesh/agency-node/records/importTally.ts'
import { policyPacks } from '@creditmesh/agency-node/records/policyPacks.ts'
import { createReferencer } from '@creditmesh/agency-node/records/reference.ts'
import type { RecordSink, SinkBatch } from '@creditmesh/agency-node/records/sink.ts'
import { bytesSource } from '@creditmesh/agency-node/records/source.ts'
import { uciCreditCard } from '@creditmesh/agency-node/records/uciCreditCard.ts'
import { masterKeyOf } from '@creditmesh/agency-node/store/masterKey.ts'
import { openStore } from '@creditmesh/agency-node/store/openStore.ts'
import { createRecordSink } from '@creditmesh/agency-node/wiring/recordSink.ts'
import { tweetnaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'

/** How long an import took, and how much of that time this process computed. */
export interface ImportTime {
  readonly report: ImportReport
  readonly seconds: number
  readonly processorSeconds: number
}

const secret = () => tweetnaclSuite.randomBytes(32)

/** Imports a file as an agency does: parsed, judged, sealed, flushed batch by batch, resumable at each. */
export async function importIntoStore(file: Uint8Array, folder: string): Promise<ImportTime> {
  const { nacl } = await chooseCryptoSuites()
  const store = await openStore(folder, { masterKey: masterKeyOf(secret()), nacl })
  try {
    return await importInto(createRecordSink(store, secret()), file)
  } finally {
    await store.close()
  }
}

/** Reads and judges a file, and stores nothing. */
export function readOnly(file: Uint8Array): Promise<ImportTime> {
  const batch: SinkBatch = {
    add: () => undefined,
    write: async (checkpointOf) => void checkpointOf({ erased: [], merged: 0 }),
  }
  return importInto({ checkpointOf: async () => null, openBatch: () => batch }, file)
}

async function importInto(sink: RecordSink, file: Uint8Array): Promise<ImportTime> {
  const processor = process.cpuUsage()
  const start = performance.now()
  const report = await importRecords(bytesSource(file), sink, {
    format: uciCreditCard,
    pack: policyPacks.RESEARCH,
    furnisherId: 'bench-agency',
    nowSec: 1_717_400_000,
    referencer: createReferencer(secret()),
  })
  const seconds = (performance.now() - start) / 1000
  const { user, system } = process.cpuUsage(processor)
  return { report, seconds, processorSeconds: (user + system) / 1e6 }
}

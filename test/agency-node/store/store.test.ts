import { openStore, openStoreOn } from '@creditmesh/agency-node/store/openStore.ts'
import type { Bytes } from '@creditmesh/sdk/crypto/bytes.ts'
import { behavesLikeDocuments } from './documents.behaviour.ts'
import { behavesLikeEnrolments } from './enrolments.behaviour.ts'
import { nacl, temporaryFolder, testMasterKey } from './fixtures.ts'
import { openMemoryDatabase } from './memoryDatabase.ts'
import { behavesLikeOutcomes } from './outcomes.behaviour.ts'
import { behavesLikeScores } from './scores.behaviour.ts'
import { behavesLikeAStore, type StoreMaker } from './store.behaviour.ts'
import { behavesLikeAVault } from './vault.behaviour.ts'

const options = () => ({ masterKey: testMasterKey(), nacl })

const implementations: Record<string, StoreMaker> = {
  'the store on LevelDB': async () => {
    const folder = await temporaryFolder()
    return () => openStore(folder, options())
  },
  'the store on an asynchronous engine': async () => {
    const rows = new Map<string, Bytes>()
    return () => openStoreOn(openMemoryDatabase(rows), options())
  },
}

for (const [name, makeStore] of Object.entries(implementations)) {
  behavesLikeAStore(name, makeStore)
  behavesLikeAVault(name, makeStore)
  behavesLikeDocuments(name, makeStore)
  behavesLikeOutcomes(name, makeStore)
  behavesLikeEnrolments(name, makeStore)
  behavesLikeScores(name, makeStore)
}

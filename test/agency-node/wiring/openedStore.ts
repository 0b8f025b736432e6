import { openStore } from '@creditmesh/agency-node/store/openStore.ts'
import type { Store } from '@creditmesh/agency-node/store/store.ts'
import { onTestFinished } from 'vitest'
import { nacl, temporaryFolder, testMasterKey } from '../store/fixtures.ts'

/** A store of its own, closed and gone when the test is over. */
export async function openedStore(): Promise<Store> {
  const store = await openStore(await temporaryFolder(), { masterKey: testMasterKey(), nacl })
  onTestFinished(() => store.close())
  return store
}

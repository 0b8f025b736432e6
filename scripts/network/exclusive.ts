import { setTimeout as wait } from 'node:timers/promises'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { takeOwnership } from '../chain/ownership.ts'

const patienceMs = 60_000
const retryMs = 250

/** Takes a state folder for one command; waits while another command is at work in it. Throws `store.locked`. */
export async function takeStateFolder(dir: string): Promise<AsyncDisposable> {
  const deadline = Date.now() + patienceMs
  for (;;) {
    try {
      return await takeOwnership(dir)
    } catch (error) {
      const isBusy = error instanceof MeshError && error.code === 'store.locked'
      if (!isBusy || Date.now() > deadline) throw error
      await wait(retryMs)
    }
  }
}

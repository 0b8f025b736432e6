import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDispatch } from '@creditmesh/agency-node/http/dispatch.ts'
import type { MasterKey } from '@creditmesh/agency-node/store/masterKey.ts'
import { openStore } from '@creditmesh/agency-node/store/openStore.ts'
import { utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { hmacSha256 } from '@creditmesh/sdk/crypto/hash.ts'
import { tweetnaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import { agencyRoutes } from '@creditmesh/sdk/wire/routes.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bodyOf, callOf, createHarness } from './harness.ts'

const masterKey: MasterKey = {
  derive: (use, salt = new Uint8Array()) => hmacSha256(salt, utf8(use)),
  wipe: () => {},
}

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'creditmesh-http-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('a node that was restarted', () => {
  /** One life of a node on the folder's store: opens it, takes the call, closes it. */
  async function live(call: ReturnType<typeof callOf>) {
    const store = await openStore(folder, { masterKey, nacl: tweetnaclSuite })
    try {
      const { options } = await createHarness({}, store.nonces)
      const handler = async () => ({ key: `0x${'44'.repeat(32)}` })
      return bodyOf(await createDispatch(agencyRoutes.receipt, handler, options)(call))
    } finally {
      await store.close()
    }
  }

  it('error: refuses a request that it answered before', async () => {
    const params = { legId: `0x${'11'.repeat(32)}` }
    const body = { deliveryHash: `0x${'22'.repeat(32)}`, signature: `0x${'33'.repeat(65)}` }
    const call = callOf(agencyRoutes.receipt, { params, body })
    expect(await live(call)).toHaveProperty('key')
    expect(await live(call)).toMatchObject({ code: 'auth.nonce_replayed' })
  })
})

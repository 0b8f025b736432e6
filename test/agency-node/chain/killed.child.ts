// Run as a process of its own by killed.test.ts: submits transactions, and kills itself at the named call to the chain.
import { createOutbox } from '@creditmesh/agency-node/chain/outbox.ts'
import { chooseCryptoSuites } from '@creditmesh/agency-node/native/cryptoSuites.ts'
import { masterKeyOf } from '@creditmesh/agency-node/store/masterKey.ts'
import { openStore } from '@creditmesh/agency-node/store/openStore.ts'
import type { ContractCall } from '@creditmesh/sdk/chain/contracts.ts'
import { createRpc, type Rpc } from '@creditmesh/sdk/chain/rpc.ts'

export interface ChildTask {
  readonly folder: string
  readonly rpcUrl: string
  readonly chainId: number
  readonly calls: readonly ContractCall[]
  /** Dies before or after the answer to this method; lives to the end without it. */
  readonly dieAt?: { readonly method: string; readonly when: 'before' | 'after' }
}

const { folder, rpcUrl, chainId, calls, dieAt } = JSON.parse(process.argv[2] ?? '') as ChildTask
const { nacl, ecdsa } = await chooseCryptoSuites()
const store = await openStore(folder, {
  masterKey: masterKeyOf(new Uint8Array(32).fill(1)),
  nacl,
})
const chain = createRpc(rpcUrl)

const die = () => process.kill(process.pid, 'SIGKILL')
const rpc: Rpc = {
  async request(method, params) {
    if (dieAt?.method === method && dieAt.when === 'before') die()
    const answered = chain.request(method, params)
    if (dieAt?.method !== method) return answered as never // the caller names the method's type
    await answered
    die()
    return new Promise(() => undefined)
  },
}

const secretKey = new Uint8Array(32).fill(9)
const account = { address: ecdsa.addressOf(secretKey), secretKey }
const { signal } = new AbortController()
const outbox = createOutbox({ store, rpc, chainId, account, ecdsa, signal, resendMs: 100 })
await outbox.resume()
const submitted = calls.map(async (call, i) => {
  await (await outbox.submit({ id: `intent ${i}`, call })).mined
})
await Promise.all(submitted)
await outbox.close()
await store.close()
process.stdout.write('done')

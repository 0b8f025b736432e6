import type { Rpc } from '@creditmesh/sdk/chain/rpc.ts'
import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import { createBlockProducer } from '../../../scripts/chain/blockProducer.ts'
import { createChainClock } from '../../../scripts/chain/chainClock.ts'
import { openLocalNetwork } from '../../../scripts/chain/localNetwork.ts'
import { createTestNetwork, type TestNetwork } from '../../support/testNetwork.ts'

export interface ReorgChain extends TestNetwork {
  /** Every request that was made, by method. */
  readonly requests: string[]
  /** Remembers this moment. */
  mark(): Promise<Hex>
  /** Goes back to a moment: the blocks after it were never there. */
  forgetAfter(mark: Hex): Promise<void>
  close(): Promise<void>
}

/** A real engine, reached without HTTP, that can be made to forget blocks. */
export async function startReorgChain(): Promise<ReorgChain> {
  const network = await openLocalNetwork(1_800_000_000)
  const clock = createChainClock(() => 1_800_000_000)
  const producer = await createBlockProducer({ network, journal: { append() {} }, clock })
  const requests: string[] = []
  const rpc: Rpc = {
    request: async <T>(method: string, params: readonly unknown[] = []) => {
      requests.push(method)
      if (method !== 'eth_sendRawTransaction') return network.request<T>(method, params)
      return producer.submit(params[0] as Hex) as Promise<T> // a hash, which is what was asked for
    },
  }
  const deployed = await createTestNetwork(rpc)
  return {
    ...deployed,
    requests,
    mark: () => network.request<Hex>('evm_snapshot'),
    forgetAfter: async (mark) => {
      await network.request('evm_revert', [mark])
    },
    close: async () => {
      await producer.stop()
      await network.close()
    },
  }
}

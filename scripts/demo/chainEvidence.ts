import { setTimeout as wait } from 'node:timers/promises'
import type { ChainAccess } from '@creditmesh/agency-node/cli/chainAccess.ts'
import { type ChainEvent, isEvent, type NamedEvent } from '@creditmesh/sdk/chain/events.ts'
import type { Hex } from '@creditmesh/sdk/chain/ids.ts'
import { readReceipt } from '@creditmesh/sdk/chain/sender.ts'
import { readEvents } from '@creditmesh/sdk/client/readEvents.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'

type EventName = ChainEvent['name']

/** Waits for an event that has an id among its indexed fields. Throws `network.start_failed` if it does not come. */
export async function waitForEvent<N extends EventName>(
  chain: ChainAccess,
  { name, id, withinSec = 30 }: { name: N; id: Hex; withinSec?: number },
): Promise<NamedEvent<N>> {
  const deadline = Date.now() + withinSec * 1000
  for (;;) {
    const found = await findEvent(chain, { name, id })
    if (found !== null) return found
    if (Date.now() > deadline) {
      throw new MeshError('query.timeout', { detail: `no ${name} within ${withinSec} s` })
    }
    await wait(200)
  }
}

export async function findEvent<N extends EventName>(
  chain: ChainAccess,
  { name, id }: { name: N; id: Hex },
): Promise<NamedEvent<N> | null> {
  const contracts = ['queries'] as const
  const readings = await Promise.all([
    readEvents(chain, { contracts, topics: [null, id] }),
    readEvents(chain, { contracts, topics: [null, null, id] }),
  ])
  for (const event of readings.flat()) if (isEvent(event, name)) return event
  return null
}

export async function gasOf(chain: ChainAccess, txHash: Hex): Promise<number> {
  const receipt = await readReceipt(chain.rpc, txHash)
  return Number(receipt?.gasUsed ?? 0n)
}

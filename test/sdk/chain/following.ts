import type { ChainEvent } from '@creditmesh/sdk/chain/events.ts'
import {
  createFollower,
  type FollowerModules,
  type FollowerOptions,
  type PoisonEvent,
} from '@creditmesh/sdk/chain/follower.ts'
import { createMemoryCursor } from '@creditmesh/sdk/chain/followerCursor.ts'
import type { Rpc } from '@creditmesh/sdk/chain/rpc.ts'
import type { ReorgChain } from './reorgChain.ts'

export interface FollowingOptions extends FollowerOptions {
  readonly cursors?: FollowerModules['cursors']
  readonly rpc?: Rpc
  readonly handle?: FollowerModules['handle']
}

/** A follower that notes what it is told: the endpoints to which the agency of the chain moves. */
export function follow(chain: ReorgChain, options: FollowingOptions = {}) {
  const endpoints: string[] = []
  const undone: number[] = []
  const poison: PoisonEvent[] = []
  const { cursors = createMemoryCursor(), rpc = chain.rpc, handle, ...rest } = options
  const note = async (event: ChainEvent) => {
    await handle?.(event)
    if (event.name === 'EndpointChanged') endpoints.push(event.args.endpoint)
  }
  const modules: FollowerModules = {
    rpc,
    cursors,
    handle: note,
    undo: async ({ number }) => {
      undone.push(number)
    },
    quarantine: async (found) => {
      poison.push(found)
    },
  }
  return { ...createFollower(chain.deployment, modules, rest), endpoints, undone, poison, cursors }
}

/** Makes one event that is told from others by its text. */
export async function moveTo(chain: ReorgChain, endpoint: string): Promise<void> {
  // A fresh account object asks the chain for its nonce, which a reorganisation may have turned back.
  const account = chain.account('agency')
  await account.send(chain.contracts.members.encode('setEndpoint', endpoint))
}

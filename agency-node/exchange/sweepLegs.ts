import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import { toMeshError } from '@creditmesh/sdk/errors.ts'
import type { Collaborators } from './collaborators.ts'
import { sweepLeg } from './finishLegs.ts'
import type { LegQueue } from './legQueue.ts'

interface SweepParts {
  readonly queue: LegQueue
  /** Whether somebody works on the leg already. */
  readonly isBusy: (legId: Hex) => boolean
}

/**
 * Starts to move every unfinished leg on, and does not wait for it: a leg that waits for the chain keeps no other,
 * nor the end of the node. A failure is logged, and the next sweep tries again.
 */
export function createSweep(world: Collaborators, { queue, isBusy }: SweepParts) {
  const moving = new Set<Hex>()

  async function move(legId: Hex): Promise<void> {
    moving.add(legId)
    try {
      await queue.run(legId, () => moveOn(legId, world))
    } catch (cause) {
      world.log.warn({ legId, code: toMeshError(cause).code }, 'a leg waits')
    } finally {
      moving.delete(legId)
    }
  }

  return async (): Promise<void> => {
    for await (const { legId } of world.legs.unfinished()) {
      if (!moving.has(legId) && !isBusy(legId)) void move(legId)
    }
  }
}

async function moveOn(legId: Hex, world: Collaborators): Promise<void> {
  const leg = await world.legs.get(legId)
  if (leg !== null && leg.kind !== 'closed') await sweepLeg(leg, world)
}

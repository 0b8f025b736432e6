import { type MeshError, toMeshError } from '@creditmesh/sdk/errors.ts'
import { deliverQuery, findOwnFile } from './answerQuery.ts'
import type { Collaborators } from './collaborators.ts'
import { endLeg } from './endLeg.ts'
import { isFinalRefusal } from './finalRefusal.ts'
import { type ClosedLeg, closeLeg, type QueryLeg } from './legDocument.ts'
import { planRelay } from './planRelay.ts'
import { relayQuery } from './relayQuery.ts'

/**
 * Brings an accepted query to its Delivery, here or through a peer, and stores it. A final refusal closes the
 * leg; what may pass (chain gone, store busy) is thrown and tried again with the next ask.
 */
export async function workQuery(
  leg: QueryLeg,
  world: Collaborators,
): Promise<QueryLeg | ClosedLeg> {
  if (leg.state === 'delivered' || leg.state === 'received') return leg
  try {
    return await store(leg.relay ? await relayed(leg, world) : await direct(leg, world), world)
  } catch (cause) {
    if (!isFinalRefusal(cause)) throw cause
    return refuse(leg, toMeshError(cause), world)
  }
}

async function direct(leg: QueryLeg, world: Collaborators): Promise<QueryLeg> {
  const own = await findOwnFile(leg, world)
  if (own !== null) return deliverQuery(leg, own, world)
  const relay = await planRelay(leg, world)
  if (relay === null) return deliverQuery(leg, null, world)
  const relaying: QueryLeg = { ...leg, state: 'relaying', relay }
  await world.legs.put(relaying)
  return relayed(relaying, world)
}

async function relayed(leg: QueryLeg, world: Collaborators): Promise<QueryLeg> {
  const { leg: worked, file } = await relayQuery(leg, world)
  return deliverQuery(worked, file, world)
}

async function store(leg: QueryLeg, { legs }: Collaborators): Promise<QueryLeg> {
  await legs.put(leg)
  return leg
}

// A leg whose trade may have been accepted stays until the escrow of the trade is back; its buyer is refused at once.
async function refuse(leg: QueryLeg, error: MeshError, world: Collaborators): Promise<ClosedLeg> {
  world.log.info({ legId: leg.legId, code: error.code }, 'refused')
  const stored = await world.legs.get(leg.legId)
  const latest = stored?.kind === 'query' ? stored : leg
  const { stage } = latest.relay ?? {}
  if (stage !== 'traded' && stage !== 'chosen') {
    return endLeg(latest, { state: 'refused', refusal: error.code }, world)
  }
  await world.legs.put({ ...latest, failure: error.code })
  return closeLeg(latest, 'refused', error.code)
}

import type { Collaborators } from './collaborators.ts'
import { type ClosedLeg, closeLeg, type OpenLeg } from './legDocument.ts'

/** How a leg ends for its seller. */
export interface LegEnd {
  readonly state: ClosedLeg['state']
  /** Code of the error for which it was refused. */
  readonly refusal?: string
}

/**
 * Ends a leg: the evidence stays, the person, her records and all one-time secrets go (PROTOCOL 4 and 5.2). It may
 * be repeated, and nothing is forgotten before everything that depends on it is done.
 */
export async function endLeg(
  leg: OpenLeg,
  { state, refusal }: LegEnd,
  { legs, purchases, log }: Pick<Collaborators, 'legs' | 'purchases' | 'log'>,
): Promise<ClosedLeg> {
  const relay = leg.kind === 'query' ? leg.relay : undefined
  if (relay?.bought && relay.chosen) await purchases.forget(relay.chosen.tradeLegId)
  const closed = closeLeg(leg, state, refusal)
  await legs.put(closed)
  const { legId, queryId } = leg
  if (leg.kind === 'trade' || relay) log.info({ legId, queryId }, 'identification deleted')
  return closed
}

import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { Collaborators } from './collaborators.ts'
import type { QueryLeg } from './legDocument.ts'

const secondsPerDay = 86_400

/**
 * Saves what was bought only if the person allowed it, only after settlement, only for so long (PROTOCOL 5.6). Who
 * has ended her consent since, or was erased here, allows nothing any more.
 */
export async function saveBought(
  leg: QueryLeg,
  { chain, vault, log }: Pick<Collaborators, 'chain' | 'vault' | 'log'>,
): Promise<void> {
  const { relay, grant, disclosure, terms, queryId } = leg
  if (relay?.bought === undefined || !grant.relayStore || grant.dataLifeDays === 0) return
  const { refusal } = await chain.consentOf(grant)
  // A consent that has run its course ended nothing: `dataLifeDays` says how long a copy stays.
  if (refusal !== undefined && refusal !== 'consent.expired') return
  const keepUntilSec = (await chain.nowSec()) + grant.dataLifeDays * secondsPerDay
  const { consentId } = terms
  const custody = { consentId, queryId, keepUntilSec }
  try {
    await vault.saveTraded({ tag: disclosure.tag, ...relay.bought, ...custody })
  } catch (cause) {
    if (!(cause instanceof MeshError) || cause.code !== 'subject.erased') throw cause
    log.info({ legId: leg.legId }, 'nothing saved of a person who was erased')
  }
}

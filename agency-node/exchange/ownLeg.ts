import { legIdOf, type QueryId, queryIdOf, sameHex } from '@creditmesh/sdk/chain/ids.ts'
import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { Ask } from '@creditmesh/sdk/wire/messages.ts'
import type { Collaborators } from './collaborators.ts'

/** An ask whose words hash to the leg's id, and whose caller is the buyer in them. */
export interface OwnAsk {
  readonly legId: Hex
  readonly queryId: QueryId
  readonly ask: Ask
}

/**
 * Lets the buyer of a leg with this agency pass and nobody else: the id binds buyer and seller, so no look at what
 * is known here is needed, and a stranger learns nothing of it. Throws `query.not_found`.
 */
export function requireOwnAsk(
  { caller, legId, ask }: { caller: Hex; legId: Hex; ask: Ask },
  world: Pick<Collaborators, 'identity' | 'keccak' | 'typed'>,
): OwnAsk {
  const { queryId, buyer, seller, offerHash } = partsOf(ask, world)
  const isThisLeg = legIdOf({ queryId, buyer, seller, offerHash }, world.keccak) === legId
  if (isThisLeg && sameHex(buyer, caller) && sameHex(seller, world.identity.address)) {
    return { legId, queryId, ask }
  }
  throw new MeshError('query.not_found')
}

function partsOf(
  ask: Ask,
  { identity, keccak, typed }: Pick<Collaborators, 'identity' | 'keccak' | 'typed'>,
) {
  if (ask.kind === 'trade') return { ...ask.offer, offerHash: typed.offer.hash(ask.offer) }
  const { chainId, queries } = identity
  const queryId = queryIdOf({ chainId, queries, ...ask.terms }, keccak)
  return { ...ask.terms, queryId, offerHash: typed.queryTerms.hash(ask.terms) }
}

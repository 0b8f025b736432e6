import type { Hex } from '../crypto/bytes.ts'

/**
 * What each sealed message is bound to (`sealTo`, `openSealed`): a box moved to another consent, leg or
 * recipient does not open. Ids and addresses are spelled in lower case.
 */

/** `disclosure` of a ConsentPackage: a person's to one agency, about one consent. */
export function disclosureContext(consentId: Hex, agency: Hex): string {
  return `creditmesh/disclosure/1:${consentId.toLowerCase()}:${agency.toLowerCase()}`
}

/** `sealedBody` of an ask: a lender's to the agency it asks, within one leg. */
export function askBodyContext(legId: Hex): string {
  return `creditmesh/ask-body/1:${legId.toLowerCase()}`
}

/** `sealed` of an identification: the asking agency's to one peer. */
export function identificationContext(queryId: Hex, asker: Hex, peer: Hex): string {
  return `creditmesh/identification/1:${queryId.toLowerCase()}:${asker.toLowerCase()}:${peer.toLowerCase()}`
}

/** `sealed` of the answer to an identification: the peer's to the asking agency's one-time key. */
export function offerAnswerContext(queryId: Hex, asker: Hex, peer: Hex): string {
  return `creditmesh/offer-answer/1:${queryId.toLowerCase()}:${asker.toLowerCase()}:${peer.toLowerCase()}`
}

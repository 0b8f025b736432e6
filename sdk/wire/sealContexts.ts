import type { Hex } from '../crypto/bytes.ts'

/** What each sealed message is bound to (see sdk/crypto/sealedBox.ts): both sides must spell it alike. */
export function askContext(legId: Hex): string {
  return `creditmesh/ask/1:${legId}`
}

export function disclosureContext(consentId: Hex, agency: Hex): string {
  return `creditmesh/disclosure/1:${consentId}:${agency.toLowerCase()}`
}

export function identifyContext(queryId: Hex, recipient: Hex): string {
  return `creditmesh/identify/1:${queryId}:${recipient.toLowerCase()}`
}

export function offerContext(queryId: Hex, seller: Hex): string {
  return `creditmesh/offer/1:${queryId}:${seller.toLowerCase()}`
}

import type { InnerList, Item } from './fields.ts'

/** The one label under which creditmesh puts its signature; a message carries no other. */
export const signatureLabel = 'creditmesh'

/** Seconds between `created` and `expires` at most: how long a nonce must be remembered. */
export const maxLifetimeSec = 300

/** How far ahead of ours a peer's clock may be. One behind ours is covered by the lifetime. */
export const maxClockLeadSec = 60

/** Components that every request signature covers, in this order; `idempotency-key` follows when it is sent. */
export function requestComponents(hasIdempotencyKey: boolean): readonly Item[] {
  const names = ['@method', '@authority', '@path', '@query', 'content-digest']
  return (hasIdempotencyKey ? [...names, 'idempotency-key'] : names).map(own)
}

/**
 * Components that every response signature covers, bound to the request by RFC 9421, 2.4: its target, its
 * content and, when it was signed, its signature, which no second request shares.
 */
export function responseComponents(isRequestSigned: boolean): readonly Item[] {
  const bound = ['@method', '@authority', '@path', '@query']
  const signed = isRequestSigned ? ['content-digest', 'signature'] : []
  return [
    ...['@status', 'content-type', 'content-digest'].map(own),
    ...[...bound, ...signed].map(ofRequest),
  ]
}

export function coversExactly(covered: InnerList, required: readonly Item[]): boolean {
  return (
    covered.items.length === required.length &&
    covered.items.every((item, index) => isSameComponent(item, required[index]))
  )
}

function isSameComponent(a: Item, b: Item | undefined): boolean {
  if (b === undefined || a.value !== b.value || a.params.size !== b.params.size) return false
  return a.params.get('req') === b.params.get('req')
}

function own(name: string): Item {
  return { value: name, params: new Map() }
}

function ofRequest(name: string): Item {
  return { value: name, params: new Map([['req', true]]) }
}

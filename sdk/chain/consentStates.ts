import type { ErrorCode } from '../errors.ts'

/** As `ConsentState` in Types.sol, by position. */
export const consentStates = [
  'NONE',
  'ACTIVE',
  'PAUSED',
  'WITHDRAWN',
  'REVOKED',
  'EXPIRED',
  'CONSUMED',
  'SUPERSEDED',
  'INVALIDATED',
  'CANCELLED',
] as const
export type ConsentState = (typeof consentStates)[number]

export function consentStateOf(code: number): ConsentState {
  return consentStates[code] ?? 'NONE'
}

/** Why nothing can be asked under a consent in this state; undefined when something can. */
export function consentRefusal(state: ConsentState): ErrorCode | undefined {
  return refusals[state]
}

const refusals: Readonly<Record<ConsentState, ErrorCode | undefined>> = {
  NONE: 'consent.not_found',
  ACTIVE: undefined,
  PAUSED: 'consent.paused',
  WITHDRAWN: 'consent.withdrawn',
  REVOKED: 'consent.revoked',
  EXPIRED: 'consent.expired',
  CONSUMED: 'consent.consumed',
  SUPERSEDED: 'consent.superseded',
  INVALIDATED: 'consent.invalidated',
  CANCELLED: 'consent.cancelled',
}

import { type ErrorCode, isErrorCode, MeshError } from '../errors.ts'
import { type ConsentState, consentStateOf } from './consentStates.ts'
import { type ConsentGrant, type RecordedGrant, toRecordedGrant } from './consentStructs.ts'
import type { BlockTag, Contracts } from './contracts.ts'
import { type Address, type ConsentId, consentIdOf, type Digest } from './ids.ts'

/**
 * What the chain keeps of a consent. `state` is as stored: use `consentStateAt`. Of a single-use consent that was used
 * only state, uses, attempts and the last 16 bits of `seq` are kept.
 */
export interface ConsentSlot {
  readonly state: ConsentState
  readonly seq: number
  readonly uses: number
  readonly attempts: number
  readonly periodIndex: number
  readonly periodUses: number
  readonly recordedAtSec: number
  readonly expiresAtSec: number
}

/** Bounds of what may be granted for a purpose. */
export interface PurposeTemplate {
  readonly enabled: boolean
  readonly maxExpirySec: number
  readonly maxUses: number
  readonly maxPerPeriod: number
  readonly periodSec: number
  readonly maxLookbackMonths: number
  readonly maxDataLifeDays: number
  readonly detailMask: number
}

export interface Credential {
  readonly issuer: Address
  readonly anchoredAtSec: number
  readonly revokedAtSec?: number
}

/** The state at a time: EXPIRED is never stored by itself. */
export function consentStateAt(slot: ConsentSlot, sec: number): ConsentState {
  const isOpen = slot.state === 'ACTIVE' || slot.state === 'PAUSED'
  return isOpen && sec >= slot.expiresAtSec ? 'EXPIRED' : slot.state
}

/** What is consented to, and whether it still holds. */
export interface ConsentViews {
  /** With EXPIRED derived from block time; a grant not valid yet reads ACTIVE. */
  statusOf(grant: ConsentGrant | RecordedGrant): Promise<ConsentState>
  /** By id alone; null if it was neither recorded nor cancelled. */
  slotOf(consentId: ConsentId): Promise<ConsentSlot | null>
  /** Why an open query under the grant may not go on; undefined when it may. CONSUMED is no obstacle. */
  refusalOf(grant: ConsentGrant | RecordedGrant): Promise<ErrorCode | undefined>
  templateOf(purpose: number): Promise<PurposeTemplate>
  /** Null for an id that was never anchored. */
  credentialOf(id: Digest): Promise<Credential | null>
}

export function createConsentViews(
  { consents, credentials }: Pick<Contracts, 'consents' | 'credentials'>,
  block: BlockTag,
): ConsentViews {
  return {
    statusOf: async (grant) =>
      consentStateOf(await consents.read('statusOf', [toRecordedGrant(grant)], { block })),
    slotOf: async (consentId) => {
      const raw = await consents.read('slotOf', [consentId], { block })
      const { state, recordedAt, expiresAt, ...counts } = raw
      if (state === 0) return null
      return {
        state: consentStateOf(state),
        ...counts,
        recordedAtSec: recordedAt,
        expiresAtSec: expiresAt,
      }
    },
    refusalOf: async (grant) => {
      try {
        await consents.read('requireLive', [consentIdOf(grant), grant.expiresAt], { block })
        return undefined
      } catch (error) {
        const isRefusal = error instanceof MeshError && error.code.startsWith('consent.')
        if (isRefusal && isErrorCode(error.code)) return error.code
        throw error
      }
    },
    templateOf: (purpose) => consents.read('templateOf', [purpose], { block }),
    credentialOf: async (id) => {
      const { issuer, anchoredAt, revokedAt } = await credentials.read('statusOf', [id], { block })
      if (anchoredAt === 0) return null
      return {
        issuer,
        anchoredAtSec: anchoredAt,
        ...(revokedAt !== 0 && { revokedAtSec: revokedAt }),
      }
    },
  }
}

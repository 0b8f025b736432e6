import {
  agencyScopeKinds,
  type ConsentGrant,
  consentModes,
  detailBits,
} from '../../chain/consentStructs.ts'
import {
  type Address,
  type ConsentId,
  commitmentOf,
  type Hex,
  toAddress,
  zeroDigest,
} from '../../chain/ids.ts'
import { createAddressScope, scopeOfAgency } from '../../chain/merkleScope.ts'
import { MeshError } from '../../errors.ts'
import { type PurposeName, purposeCode } from '../../wire/purposes.ts'
import { categoryMask, type RecordCategory } from '../../wire/records/categories.ts'
import { type SummaryNames, summaryOf } from './summary.ts'

export interface NamedMember {
  readonly address: Address
  readonly name: string
}

/** An agency that the person discloses herself to, with its X25519 key from the chain. */
export interface AgencyRecipient extends NamedMember {
  readonly keyEpoch: number
  readonly x25519: Uint8Array
}

/** What a person allows, in the words of a form. */
export interface ConsentRequest {
  readonly grantee: NamedMember
  /** Who may be asked; each gets its sealed disclosure. One: that agency; several: the list. */
  readonly agencies: readonly AgencyRecipient[]
  /** `any` lets the grantee ask any admitted agency, though only those above can open a disclosure. */
  readonly scope?: 'any' | 'listed'
  /** By its name, such as `CREDIT_APPLICATION`, or its code (sdk/wire/purposes.ts). */
  readonly purpose: PurposeName | number
  readonly categories: readonly RecordCategory[]
  /** Mask of `detailBits`. */
  readonly detail?: number
  readonly relay?: { readonly providers: 'any' | readonly Address[]; readonly store?: boolean }
  /** Whether the grantee may keep the answer, for `dataLifeDays`. */
  readonly mayKeep?: boolean
  readonly dataLifeDays?: number
  readonly notBefore?: number
  readonly expiresAt: number
  readonly maxUses?: number
  readonly period?: { readonly uses: number; readonly seconds: number }
  readonly lookbackMonths?: number
  readonly attempts?: number
  /** Until when the grant may be recorded. */
  readonly recordBy?: number
}

/** What is fresh in each grant, and what ties it to the person and to an older consent. */
export interface GrantBindings {
  readonly tag: Hex
  readonly commitSalt: Hex
  readonly nonce: Hex
  readonly subject: Address
  readonly nowSec: number
  readonly supersedes?: ConsentId
}

// Clocks differ: a grant that begins a minute ago is not refused as "not yet valid" by a chain that lags.
const clockSkewSec = 60
const recordWithinSec = 86_400
const lastWritableSec = 253_402_300_799 // the end of the year 9999, the last that a date can be written for

/** Spells the request as the grant that is signed. Throws `input.invalid` for what no contract would take. */
export function grantOf(request: ConsentRequest, bindings: GrantBindings): ConsentGrant {
  requireSense(request)
  const { detail = detailBits.SCORE_ONLY | detailBits.SUMMARY | detailBits.DETAIL } = request
  const { notBefore = bindings.nowSec - clockSkewSec, maxUses = 1, lookbackMonths = 24 } = request
  const { period, relay, mayKeep = false, dataLifeDays = 0 } = request
  const terms = {
    commitment: commitmentOf(bindings.tag, bindings.commitSalt),
    subject: bindings.subject,
    grantee: toAddress(request.grantee.address),
    ...scopeOf(request),
    relayAllowed: relay !== undefined,
    providersRoot: providersRootOf(relay?.providers ?? 'any'),
    maxHops: relay === undefined ? 0 : 1,
    relayStore: relay?.store ?? false,
    purpose: purposeCode(request.purpose),
    categories: categoryMask(request.categories),
    detail,
    mode: mayKeep ? consentModes.STORE : consentModes.VIEW,
    notBefore,
    expiresAt: request.expiresAt,
    maxUses,
    perPeriod: period?.uses ?? 0,
    periodSec: period?.seconds ?? 0,
    lookbackMonths,
    dataLifeDays,
    // Each use costs a request and perhaps a broadcast, and a lapsed use comes back where an attempt does not.
    attempts: request.attempts ?? Math.min(4 * maxUses, 65_535),
    recordBy: request.recordBy ?? bindings.nowSec + recordWithinSec,
    supersedes: bindings.supersedes ?? zeroDigest,
    nonce: bindings.nonce,
  }
  return { ...terms, summary: summaryOf(terms, namesIn(request)) }
}

function requireSense(request: ConsentRequest): void {
  const { categories, mayKeep = false, dataLifeDays = 0, relay, agencies } = request
  if (agencies.length === 0) throw nonsense('agencies', 'nobody could be asked')
  if (categories.length === 0) throw nonsense('categories', 'nothing could be asked')
  if (request.expiresAt > lastWritableSec) throw nonsense('expiresAt', 'not a time in seconds')
  const isKept = mayKeep || (relay?.store ?? false)
  if (isKept !== dataLifeDays > 0) {
    throw nonsense('dataLifeDays', 'days of keeping go with leave to keep, and with nothing else')
  }
}

function nonsense(field: string, why: string): MeshError {
  return new MeshError('input.invalid', { detail: `${field}: ${why}`, details: { field } })
}

function scopeOf({
  agencies,
  scope = 'listed',
}: ConsentRequest): Pick<ConsentGrant, 'agencyScopeKind' | 'agencyScope'> {
  const [only] = agencies
  if (scope === 'any' || only === undefined) {
    return { agencyScopeKind: agencyScopeKinds.ANY, agencyScope: zeroDigest }
  }
  if (agencies.length === 1) {
    return { agencyScopeKind: agencyScopeKinds.ONE, agencyScope: scopeOfAgency(only.address) }
  }
  const { root } = createAddressScope(agencies.map(({ address }) => address))
  return { agencyScopeKind: agencyScopeKinds.LISTED, agencyScope: root }
}

function providersRootOf(providers: 'any' | readonly Address[]): Hex {
  return providers === 'any' ? zeroDigest : createAddressScope(providers).root
}

function namesIn({ grantee, agencies, relay }: ConsentRequest): SummaryNames {
  const [only] = agencies
  const providers = relay?.providers ?? 'any'
  return {
    grantee: grantee.name,
    ...(only !== undefined && agencies.length === 1 && { agency: only.name }),
    agencyCount: agencies.length,
    ...(providers !== 'any' && { providerCount: providers.length }),
  }
}

import type { LegId } from '../../chain/ids.ts'
import { MeshError } from '../../errors.ts'

/** What a buyer checks of a leg, in this order. The name tells which promise was broken. */
export type LegCheck =
  | 'delivery_fields'
  | 'delivery_signature'
  | 'box'
  | 'whitener_hash'
  | 'cipher_hash'
  | 'key_hash'
  | 'decryption'
  | 'response_hash'
  | 'padding'
  | 'agency_signature'
  | 'schema'
  | 'outcome'
  | 'binding'
  | 'content'

export function verificationFailed(
  legId: LegId,
  check: LegCheck,
  { detail, cause }: { detail: string; cause?: unknown },
): MeshError {
  return new MeshError('query.verification_failed', { detail, details: { legId, check }, cause })
}

/** A response that is authentic and still contradicts its outcome, its terms or its offer. */
export function contradiction(legId: LegId, detail: string): MeshError {
  return verificationFailed(legId, 'content', { detail })
}

/** The check that failed, if this is such a failure. */
export function failedCheckOf(error: unknown): string | null {
  if (!(error instanceof MeshError) || error.code !== 'query.verification_failed') return null
  return String(error.details.check)
}

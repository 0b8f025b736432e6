import { z } from 'zod'
import type { LegId } from '../../chain/ids.ts'
import { bytes, hex32, seconds, signatureHex } from '../../wire/fields.ts'
import { deliverySchema } from '../../wire/grants.ts'

const cipherBytes = bytes(4 * 1024 * 1024 + 1024)

/** A Delivery that was checked: its signature, `c` and `w` are what they must be; only `k` is missing. */
const deliveredSchema = z.strictObject({
  delivery: deliverySchema,
  deliveryHash: hex32,
  signature: signatureHex,
  whitener: hex32,
  cipher: cipherBytes,
  at: seconds,
})
export type DeliveredLeg = z.output<typeof deliveredSchema>

/** Something that did not verify, with what proves it. */
const findingSchema = z.strictObject({
  check: z.string(),
  at: seconds,
  delivery: deliverySchema.optional(),
  signature: signatureHex.optional(),
  box: cipherBytes.optional(),
  key: hex32.optional(),
})
export type Finding = z.output<typeof findingSchema>

/**
 * What the buyer of a leg remembers, written before each send that depends on it (PROTOCOL 4). Without `delivered`
 * the leg is still to be asked for; with it a receipt may be out; with `key` it can be opened for ever.
 */
export const legRecordSchema = z.strictObject({
  legId: hex32,
  delivered: deliveredSchema.optional(),
  key: hex32.optional(),
  findings: z.array(findingSchema),
})
export type LegRecord = z.output<typeof legRecordSchema>

/** Keeps the records of legs durably: once `put` resolves, a crash loses nothing. */
export interface LegJournal {
  get(legId: LegId): Promise<LegRecord | null>
  put(record: LegRecord): Promise<void>
}

export function newLegRecord(legId: LegId): LegRecord {
  return { legId, findings: [] }
}

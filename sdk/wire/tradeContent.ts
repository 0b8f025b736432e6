import { concat, fromHex, type Hex, toHex } from '../crypto/bytes.ts'
import { keccak256 } from '../crypto/hash.ts'
import { encodeMessage } from './json.ts'
import type { Claims } from './messages.ts'
import { categoryMask } from './records/categories.ts'
import type { UcrRecord } from './records/record.ts'

/** What an offer commits to before it is accepted: the very records, hidden by a salt until delivery. */
export function contentCommitmentOf(records: readonly UcrRecord[], contentSalt: Hex): Hex {
  return toHex(keccak256(concat(fromHex(contentSalt), keccak256(encodeMessage(records)))))
}

/** What may be claimed of records in an offer; the buyer derives it again from what was delivered. */
export function claimsOf(records: readonly UcrRecord[]): Claims {
  const months = records.map((record) =>
    record.category === 'tradeline' ? record.payload.paymentHistory.length : 0,
  )
  return {
    standard: 'UCR/1.0',
    categories: categoryMask(records.map(({ category }) => category)),
    records: records.length,
    months: Math.max(0, ...months),
    freshestAsOf:
      records
        .map(({ asOf }) => asOf)
        .sort()
        .at(-1) ?? '',
  }
}

import { MeshError } from '../../errors.ts'
import type { PaymentBucket } from './enums.ts'

// CREDIT-DATA 2.4. Metro 2's buckets begin on day 30, 60, 90 ...; PBoC's end there, and begin on day 1. The same letter
// means opposite things in the two (B, D, G, Z, and each digit), so letters are derived here and stored nowhere.

export interface Letters {
  readonly pboc: string | null
  readonly metro2: string | null
}

/** What each bucket is called where no day count says better; null = that standard has no letter for it. */
export const crosswalk: Readonly<Record<PaymentBucket, Letters>> = {
  CURRENT: { pboc: 'N', metro2: '0' },
  NOT_DUE: { pboc: '*', metro2: 'E' },
  DPD_1_29: { pboc: '1', metro2: '0' },
  DPD_30_59: { pboc: '2', metro2: '1' },
  DPD_60_89: { pboc: '3', metro2: '2' },
  DPD_90_119: { pboc: '4', metro2: '3' },
  DPD_120_149: { pboc: '5', metro2: '4' },
  DPD_150_179: { pboc: '6', metro2: '5' },
  DPD_180_PLUS: { pboc: '7', metro2: '6' },
  COLLECTION: { pboc: null, metro2: 'G' }, // PBoC: account type C1
  TERMINATED_UNPAID: { pboc: 'G', metro2: null },
  CHARGE_OFF: { pboc: 'B', metro2: 'L' },
  GUARANTOR_PAID: { pboc: 'D', metro2: null },
  ASSET_SETTLED: { pboc: 'Z', metro2: null },
  SETTLED_CLOSED: { pboc: 'C', metro2: null }, // Metro 2: account status 13
  FORECLOSED: { pboc: null, metro2: 'H' },
  SURRENDERED: { pboc: null, metro2: 'J' },
  REPOSSESSED: { pboc: null, metro2: 'K' },
  BILL_ADJUSTED: { pboc: 'A', metro2: null },
  TOO_NEW_TO_RATE: { pboc: null, metro2: 'Z' },
  NO_DATA_THIS_MONTH: { pboc: '#', metro2: 'D' },
  NO_HISTORY_BEFORE: { pboc: '/', metro2: 'B' },
}

/** The buckets that count days, in order. */
const dayBuckets = [
  'DPD_1_29',
  'DPD_30_59',
  'DPD_60_89',
  'DPD_90_119',
  'DPD_120_149',
  'DPD_150_179',
  'DPD_180_PLUS',
] as const

export function bucketOfDays(daysPastDue: number): PaymentBucket {
  if (daysPastDue <= 0) return 'CURRENT'
  return dayBuckets[Math.min(Math.floor(daysPastDue / 30), 6)] ?? 'DPD_180_PLUS'
}

/** How late a bucket is: 0 for current, 1 for days 1-29 ... 7 for 180 and more; null if it does not count days. */
export function lateness(bucket: PaymentBucket): number | null {
  if (bucket === 'CURRENT' || bucket === 'NOT_DUE') return 0
  const index = (dayBuckets as readonly PaymentBucket[]).indexOf(bucket)
  return index < 0 ? null : index + 1
}

export interface MonthStatus {
  readonly bucket: PaymentBucket
  readonly daysPastDue: number | null
  readonly statementBalance?: number | undefined
}

/** PBoC: 1 = days 1-30, 2 = 31-60 ... 7 = beyond 180. Null where PBoC has no letter. */
export function toPbocLetter({ bucket, daysPastDue }: MonthStatus): string | null {
  if (!countsDays(bucket) || daysPastDue === null) return crosswalk[bucket].pboc
  return String(Math.min(Math.ceil(daysPastDue / 30), 7))
}

/** Metro 2: 0 = days 0-29, 1 = 30-59 ... 6 = 180 and more. Null where Metro 2 has no letter. */
export function toMetro2Letter(month: MonthStatus): string | null {
  const { bucket, daysPastDue, statementBalance } = month
  if (bucket === 'NOT_DUE') return statementBalance === 0 ? 'E' : '0'
  if (!countsDays(bucket) || daysPastDue === null) return crosswalk[bucket].metro2
  return String(Math.min(Math.floor(daysPastDue / 30), 6))
}

function countsDays(bucket: PaymentBucket): boolean {
  return (dayBuckets as readonly PaymentBucket[]).includes(bucket)
}

/** What a letter says: the bucket, and the days it may stand for (both ends included). */
export interface LetterMeaning {
  readonly bucket: PaymentBucket
  readonly days: { readonly min: number; readonly max: number } | null
}

export function fromPbocLetter(letter: string): LetterMeaning {
  if (letter === 'M') return { bucket: 'CURRENT', days: { min: 0, max: 0 } } // late, but before the month's end
  if (/^[1-7]$/.test(letter)) {
    const n = Number(letter)
    const days = { min: 30 * n - 29, max: n === 7 ? Number.POSITIVE_INFINITY : 30 * n }
    return { bucket: dayBuckets[n - 1] ?? 'DPD_180_PLUS', days }
  }
  return meaningOf('pboc', letter)
}

export function fromMetro2Letter(letter: string): LetterMeaning {
  if (letter === '0') return { bucket: 'CURRENT', days: { min: 0, max: 29 } }
  if (/^[1-6]$/.test(letter)) {
    const n = Number(letter)
    const days = { min: 30 * n, max: n === 6 ? Number.POSITIVE_INFINITY : 30 * n + 29 }
    return { bucket: dayBuckets[n] ?? 'DPD_180_PLUS', days }
  }
  return meaningOf('metro2', letter)
}

function meaningOf(standard: keyof Letters, letter: string): LetterMeaning {
  for (const [bucket, letters] of Object.entries(crosswalk)) {
    if (letters[standard] !== letter) continue
    const days = bucket === 'CURRENT' || bucket === 'NOT_DUE' ? { min: 0, max: 0 } : null
    return { bucket: bucket as PaymentBucket, days } // the table is keyed by buckets
  }
  throw new MeshError('input.invalid', {
    detail: `no payment letter of ${standard} reads like this`,
  })
}

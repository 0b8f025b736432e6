import { type ConsentGrant, detailBits } from '@creditmesh/sdk/chain/consentStructs.ts'
import { categoriesIn, type RecordCategory } from '@creditmesh/sdk/wire/records/categories.ts'

// Measured on records with every optional field, and rounded up.
const responseBytes = 2048
const recordBytes = 1536
const monthBytes = 176
const longestHistory = 60
/** Of each category that is asked for. */
const usualRecords = 2

/**
 * How many bytes an answer under this grant takes with a usual file. A miss is padded to as many, so that its size
 * tells it from a hit only where somebody has an unusual number of records (PROTOCOL 4, step 3).
 */
export function usualAnswerBytes(grant: ConsentGrant, categories: number): number {
  const shown = categoriesIn(categories).filter((category) => isShown(category, grant))
  const months = Math.min(grant.lookbackMonths + 1, longestHistory)
  const bytesOf = (category: RecordCategory) =>
    category === 'tradeline' ? recordBytes + months * monthBytes : recordBytes
  const ofEach = shown.map((category) => usualRecords * bytesOf(category))
  return ofEach.reduce((sum, bytes) => sum + bytes, responseBytes)
}

function isShown(category: RecordCategory, { detail }: ConsentGrant): boolean {
  const bit = category === 'identity' ? detailBits.IDENTITY : detailBits.DETAIL
  return (detail & bit) !== 0
}

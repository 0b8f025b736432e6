import { detailBits } from '@creditmesh/sdk/chain/consentStructs.ts'

const units = [
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
] as const

/** Seconds as they are typed: `7d`, `12h`, `90s`. */
export function durationWords(seconds: number): string {
  const unit = units.find(([, length]) => seconds >= length && seconds % length === 0)
  return unit === undefined ? `${seconds}s` : `${seconds / unit[1]}${unit[0]}`
}

/** A mask of `detailBits` as it is typed: `SCORE_ONLY,SUMMARY`. */
export function detailWords(mask: number): string {
  const names = Object.entries(detailBits).filter(([, bit]) => (mask & bit) !== 0)
  return names.map(([name]) => name).join() || 'none'
}

/** Unix seconds as ISO 8601. */
export function isoTime(sec: number): string {
  return new Date(sec * 1000).toISOString().replace('.000Z', 'Z')
}

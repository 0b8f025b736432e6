/** Words that stand for "not known", in any case; also the empty field. "none" may be an answer: it is a category. */
const missingWords = new Set(['', '?', '.', 'na', 'n/a', '#n/a', 'nan', 'null'])

export function isMissing(field: string): boolean {
  return field.length <= 4 && missingWords.has(field.toLowerCase())
}

const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/
const infinity = /^[+-]?inf(?:inity)?$/i

/** A number, `null` for anything that is none; infinite for `inf` and for what a double cannot hold. */
export function toNumber(field: string): number | null {
  if (number.test(field)) return Number(field)
  return infinity.test(field) ? Number.POSITIVE_INFINITY : null
}

/** The word of a category: 1, 1.0 and 01 are one code, however it was typed. */
export function toCategory(field: string): string {
  const value = toNumber(field)
  return value === null || !Number.isFinite(value) ? field : String(value)
}

/** Adverse-action reasons of CREDIT-DATA 4. */
export const reasonCodes = [
  'R01',
  'R02',
  'R03',
  'R04',
  'R05',
  'R06',
  'R07',
  'R08',
  'R09',
  'R10',
  'R11',
  'R12',
  'R13',
  'R14',
  'R15',
  'R16',
] as const
export type ReasonCode = (typeof reasonCodes)[number]

/** The reason where no file was found. */
export const noFileFound: ReasonCode = 'R16'

export const mostReasons = 4

export interface FeatureLoss {
  readonly code: ReasonCode
  /** Best points of the feature less the points got. */
  readonly lost: number
}

/**
 * Reasons by the most points that any one of their features lost, at most four: several small losses of one kind do not
 * outrank a great one of another. Ties stand in the order of the codes, so that the order never depends on that of the
 * features. A reason that cost nothing is none.
 */
export function rankReasons(losses: readonly FeatureLoss[]): ReasonCode[] {
  const most = new Map<ReasonCode, number>()
  for (const { code, lost } of losses) most.set(code, Math.max(most.get(code) ?? 0, lost))
  return reasonCodes
    .filter((code) => (most.get(code) ?? 0) > 0)
    .sort((a, b) => (most.get(b) ?? 0) - (most.get(a) ?? 0))
    .slice(0, mostReasons)
}

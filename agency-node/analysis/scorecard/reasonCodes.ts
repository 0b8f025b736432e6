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

/**
 * What a person can be told. A code may cover several things: then its text is chosen by the feature that cost most, and the
 * name says which text (`R07.payment`). The bare code has the text that is true of all of them.
 */
export const reasonNames = [
  ...reasonCodes,
  'R07.creditLimit',
  'R07.orderlyUse',
  'R07.payment',
  'R07.idle',
  'R07.accounts',
  'R16.noAccount',
] as const
export type ReasonName = (typeof reasonNames)[number]

export function codeOfReason(name: ReasonName): ReasonCode {
  return name.slice(0, 3) as ReasonCode // every name begins with its code
}

/** The reason where no file was found, and where the file has nothing that could be scored. */
export const noFileFound: ReasonName = 'R16'
export const noUsableAccount: ReasonName = 'R16.noAccount'

export const mostReasons = 4
/** Losses of fewer points than this decide nothing, and are not told. */
export const leastLoss = 3

export interface FeatureLoss {
  readonly name: ReasonName
  /** Points of the average person less the points got. */
  readonly lost: number
}

/**
 * Reasons by the most points that any one of their features lost against the average person, at most four: several small
 * losses of one kind do not outrank a great one of another. Losses against the best possible would rank what is out of reach
 * of most, and tell a careful person of faults. Of one code only the costliest reason is told. Ties stand in the order of the
 * names, so that the order never depends on that of the features.
 */
export function rankReasons(losses: readonly FeatureLoss[]): ReasonName[] {
  const most = new Map<ReasonName, number>()
  for (const { name, lost } of losses) most.set(name, Math.max(most.get(name) ?? 0, lost))
  const ranked = reasonNames
    .filter((name) => (most.get(name) ?? 0) >= leastLoss)
    .sort((a, b) => (most.get(b) ?? 0) - (most.get(a) ?? 0))
  const codes = ranked.map(codeOfReason)
  return ranked
    .filter((_, at) => codes.indexOf(codes[at] as ReasonCode) === at)
    .slice(0, mostReasons)
}

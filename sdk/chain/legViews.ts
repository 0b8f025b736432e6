import type { BlockTag, Contracts } from './contracts.ts'
import type { Offer, QueryTerms } from './queryStructs.ts'

/** As `LegState` in Types.sol, by position. */
export const legStates = ['NONE', 'OPEN', 'SETTLED', 'REFUNDED'] as const
export type LegState = (typeof legStates)[number]

/** What the chain keeps of a leg. */
export interface Leg {
  readonly state: LegState
  readonly isPosted: boolean
  readonly isBroadcast: boolean
  readonly isTraded: boolean
  readonly requestBlock: number
  readonly periodIndex: number
  /** An open leg that has lapsed can only be reclaimed, another only settled. */
  readonly isLapsed: boolean
}

export interface NetworkWindows {
  readonly receiptMarginSec: number
  readonly tradeMarginSec: number
  readonly maxWindowSec: number
  readonly lapseBlocks: number
}

/** Legs are found by their terms. */
export interface LegViews {
  legOfQuery(terms: QueryTerms): Promise<Leg>
  legOfTrade(offer: Offer): Promise<Leg>
  windows(): Promise<NetworkWindows>
}

export function createLegViews({ queries }: Pick<Contracts, 'queries'>, block: BlockTag): LegViews {
  return {
    legOfQuery: async (terms) => toLeg(await queries.read('legOfQuery', [terms], { block })),
    legOfTrade: async (offer) => toLeg(await queries.read('legOfTrade', [offer], { block })),
    windows: () => queries.read('windows', [], { block }),
  }
}

interface LegSlot {
  readonly state: number
  readonly posted: boolean
  readonly broadcasted: boolean
  readonly traded: boolean
  readonly requestBlock: number
  readonly periodIndex: number
}

function toLeg([slot, isLapsed]: readonly [LegSlot, boolean]): Leg {
  return {
    state: legStates[slot.state] ?? 'NONE',
    isPosted: slot.posted,
    isBroadcast: slot.broadcasted,
    isTraded: slot.traded,
    requestBlock: slot.requestBlock,
    periodIndex: slot.periodIndex,
    isLapsed,
  }
}

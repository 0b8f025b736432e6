import type { BlockTag, Contracts } from './contracts.ts'
import type { LegId } from './ids.ts'
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
  const legOf = async (legId: LegId): Promise<Leg> => {
    const [slot, isLapsed] = await Promise.all([
      queries.read('legOf', [legId], { block }),
      queries.read('isLapsed', [legId], { block }),
    ])
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
  return {
    legOfQuery: async (terms) => {
      const ids = await queries.read('idsOfQuery', [terms], { block })
      return legOf(Object.values(ids)[1] as LegId)
    },
    legOfTrade: async (offer) => legOf(await queries.read('idOfTrade', [offer], { block })),
    windows: () => queries.read('windows', [], { block }),
  }
}

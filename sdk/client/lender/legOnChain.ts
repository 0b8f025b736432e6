import { isEvent } from '../../chain/events.ts'
import type { Hex } from '../../chain/ids.ts'
import type { LegViews } from '../../chain/legViews.ts'
import { type ChainSource, readEvents } from '../readEvents.ts'
import type { QueryEntry } from './queryEntry.ts'

/** What the chain's log says of a leg. */
export interface LegLog {
  readonly requestBlock?: number
  readonly settlement?: { readonly key: Hex; readonly paid: bigint; readonly blockNumber: number }
  readonly isReclaimed: boolean
}

/** Reads a lender's legs from the chain. */
export interface LegOnChain {
  logOf(leg: Pick<QueryEntry, 'legId' | 'requestBlock'>): Promise<LegLog>
  /** Whether the leg can only be reclaimed now. */
  hasLapsed(leg: Pick<QueryEntry, 'terms'>): Promise<boolean>
}

export function createLegOnChain(
  source: ChainSource,
  views: Pick<LegViews, 'legOfQuery'>,
): LegOnChain {
  return {
    async logOf({ legId, requestBlock }) {
      const fromBlock = requestBlock ?? source.deployment.startBlock
      const filter = { contracts: ['queries'], topics: [null, legId], fromBlock } as const
      return fold(await readEvents(source, filter))
    },
    hasLapsed: async ({ terms }) => (await views.legOfQuery(terms)).isLapsed,
  }
}

function fold(events: Awaited<ReturnType<typeof readEvents>>): LegLog {
  let log: LegLog = { isReclaimed: false }
  for (const event of events) {
    if (isEvent(event, 'QueryRequested')) log = { ...log, requestBlock: event.blockNumber }
    if (isEvent(event, 'LegReclaimed')) log = { ...log, isReclaimed: true }
    if (isEvent(event, 'LegSettled')) {
      const { key, paid } = event.args
      log = { ...log, settlement: { key, paid, blockNumber: event.blockNumber } }
    }
  }
  return log
}

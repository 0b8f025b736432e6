import type { BuyerLeg, BuyerLegModules } from '../buyerLeg.ts'
import type { LegJournal } from '../leg/legRecord.ts'
import { queryLegTerms } from '../leg/legTerms.ts'
import { queryResponseReader } from '../leg/readQueryResponse.ts'
import { answerKeyOf } from '../memberDirectory.ts'
import type { LenderModules } from './modules.ts'
import { type QueryEntry, type QueryJournal, withoutSecrets } from './queryEntry.ts'

/** A query's entry seen as the buyer's side of one leg. */
export interface EntryLeg {
  readonly leg: BuyerLeg
  readonly modules: BuyerLegModules
  readonly reader: ReturnType<typeof queryResponseReader>
  /** The entry as it was last written. */
  entry(): QueryEntry
}

export function entryLegOf(initial: QueryEntry, lender: LenderModules): EntryLeg {
  const { accountSecret, typedData, deployment, directory } = lender
  const kept = legJournalIn(initial, lender.journal)
  const { terms, createdAt: requestedSec, oneTimeSecret = new Uint8Array() } = initial
  const keyOf = (epoch: number) =>
    answerKeyOf(directory, { account: terms.seller, epoch, requestedSec })
  return {
    leg: {
      terms: queryLegTerms(terms, { typedData, domains: deployment }),
      oneTimeSecret,
      accountSecret,
    },
    modules: { ...lender, journal: kept.journal, channel: lender.channelOf(initial) },
    reader: queryResponseReader(terms, keyOf),
    entry: kept.entry,
  }
}

/** The leg's record lives inside the query's entry, so that one write keeps both together. */
function legJournalIn(
  initial: QueryEntry,
  journal: QueryJournal,
): { journal: LegJournal; entry: () => QueryEntry } {
  let entry = initial
  return {
    entry: () => entry,
    journal: {
      get: async () => entry.leg,
      async put(leg) {
        const { refusal: _, ...others } = entry
        // A delivery takes back whatever the agency refused before.
        entry = leg.delivered === undefined ? { ...entry, leg } : withoutSecrets({ ...others, leg })
        await journal.put(entry)
      },
    },
  }
}

import { askForDelivery, exchangeReceipt, readLeg } from '../buyerLeg.ts'
import { entryLegOf } from './entryLeg.ts'
import { requireKept } from './forgetAnswer.ts'
import type { LenderModules } from './modules.ts'
import type { QueryEntry } from './queryEntry.ts'
import { type QueryResult, queryResultOf } from './queryResult.ts'
import { requestQuery } from './requestQuery.ts'
import { whileLocked } from './whileLocked.ts'

/** Asks until the agency has delivered. Nothing is paid and nothing can be read yet. */
export async function askQuery(entry: QueryEntry, lender: LenderModules): Promise<QueryEntry> {
  requireKept(entry)
  const requested = await requestQuery(entry, lender)
  const side = entryLegOf(requested, lender)
  await whileLocked(requested, lender, () => askForDelivery(side.leg, side.modules))
  return side.entry()
}

/** Gives the receipt, gets the key, verifies and reads; from here on the agency can take its fee. */
export async function receiveQuery(
  delivered: QueryEntry,
  lender: LenderModules,
): Promise<QueryResult> {
  requireKept(delivered)
  const side = entryLegOf(delivered, lender)
  await whileLocked(delivered, lender, () => exchangeReceipt(side.leg, side.modules))
  const read = await readLeg(side.leg.terms, side.reader, side.modules)
  return queryResultOf(side.entry(), read, lender)
}

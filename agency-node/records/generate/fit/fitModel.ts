import type { UciRow } from '../../uciRow.ts'
import type { PopulationModel } from '../model.ts'
import { fitAmounts } from './fitAmounts.ts'
import { fitOutcome } from './fitOutcome.ts'
import { fitPeople } from './fitPeople.ts'
import { fitStates } from './fitStates.ts'

/**
 * Describes a portfolio in the shape of the UCI file by rates and quantiles of groups. No group is smaller than forty
 * clients or client-months, and no minimum or maximum is kept.
 */
export function fitModel(rows: readonly UciRow[]): PopulationModel {
  return {
    people: fitPeople(rows),
    states: fitStates(rows),
    amounts: fitAmounts(rows),
    outcome: fitOutcome(rows),
  }
}

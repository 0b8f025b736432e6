import {
  closedBeforeOpened,
  identifierInReference,
  limitOnInstalment,
  portfolioMismatch,
} from './accountRules.ts'
import { lateMonthWithoutBalance, lateWithoutBalance, negativeBalance } from './balanceRules.ts'
import { missingValue } from './completenessRules.ts'
import { futureDate } from './dateRules.ts'
import type { Evaluator } from './evaluator.ts'
import { gapInsideHistory, historyJump } from './historyRules.ts'
import {
  chargeOffWithoutAmount,
  currentButPastDue,
  historyAgainstStatus,
  missingFirstDelinquency,
  ratingForWrongStatus,
} from './statusRules.ts'

/** The twelve of CREDIT-DATA 2.5, in its order, then those that real card data taught. */
export const evaluators: readonly Evaluator[] = [
  portfolioMismatch,
  currentButPastDue,
  missingFirstDelinquency,
  ratingForWrongStatus,
  chargeOffWithoutAmount,
  limitOnInstalment,
  gapInsideHistory,
  historyAgainstStatus,
  futureDate,
  closedBeforeOpened,
  identifierInReference,
  historyJump,
  negativeBalance,
  lateWithoutBalance,
  lateMonthWithoutBalance,
  missingValue,
]

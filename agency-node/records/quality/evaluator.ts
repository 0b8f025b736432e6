import type { Identifier } from '@creditmesh/sdk/crypto/identifiers.ts'
import type { TradelineRecord, UcrRecord } from '@creditmesh/sdk/wire/records/record.ts'

/** ERROR blocks the record, WARN annotates it DATA_QUALITY. */
export type Severity = 'ERROR' | 'WARN'

/** What an evaluator knows beyond the record. */
export interface EvaluationContext {
  /** The normalised identifier of the person; a record must not repeat its number. */
  readonly identifier: Identifier
  /** `YYYY-MM-DD` of the day of evaluation. */
  readonly today: string
}

export interface EvaluatorDescription {
  readonly id: string
  readonly category:
    | 'account'
    | 'status'
    | 'history'
    | 'dates'
    | 'balance'
    | 'privacy'
    | 'completeness'
  readonly description: string
  readonly fieldsUsed: readonly string[]
  readonly rationale: string
  /** What a wrong value does to the person. */
  readonly potentialHarm: string
  /** When the value may be right all the same. */
  readonly alternateExplanation: string
  readonly severity: Severity
}

/** What a rule found: the field, and a milder severity where the source says that it does not know. Never a value. */
export interface Discovery {
  readonly field: string
  readonly severity?: Severity
}

/** A data-quality rule (CREDIT-DATA 2.5). */
export interface Evaluator extends EvaluatorDescription {
  evaluate(record: UcrRecord, context: EvaluationContext): Discovery | null
}

export interface Finding {
  readonly evaluator: string
  readonly severity: Severity
  readonly field: string
  readonly recordId: string
}

/** A rule that concerns trade lines only. */
export function tradelineEvaluator(
  description: EvaluatorDescription,
  evaluate: (record: TradelineRecord, context: EvaluationContext) => Discovery | null,
): Evaluator {
  return {
    ...description,
    evaluate: (record, context) =>
      record.category === 'tradeline' ? evaluate(record, context) : null,
  }
}

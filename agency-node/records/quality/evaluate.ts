import type { RecordAnnotation } from '@creditmesh/sdk/wire/records/payloads/annotation.ts'
import type { UcrRecord } from '@creditmesh/sdk/wire/records/record.ts'
import type { EvaluationContext, Evaluator, Finding } from './evaluator.ts'
import { evaluators } from './evaluators.ts'

/** What the rules find in one record, in their order. */
export function evaluateRecord(
  record: UcrRecord,
  context: EvaluationContext,
  rules: readonly Evaluator[] = evaluators,
): Finding[] {
  const findings: Finding[] = []
  for (const rule of rules) {
    const found = rule.evaluate(record, context)
    if (found === null) continue
    findings.push({
      evaluator: rule.id,
      severity: found.severity ?? rule.severity,
      field: found.field,
      recordId: record.recordId,
    })
  }
  return findings
}

/** The record with its DATA_QUALITY notes brought up to date: a rule that no longer finds anything leaves no note. */
export function annotate<R extends UcrRecord>(
  record: R,
  findings: readonly Finding[],
  openedAt: number,
): R {
  const kept = record.annotations.filter(({ kind }) => kind !== 'DATA_QUALITY')
  if (findings.length === 0 && kept.length === record.annotations.length) return record
  const earlier = new Map(record.annotations.map((note) => [note.evaluator, note.openedAt]))
  const notes = findings.map(
    ({ evaluator }): RecordAnnotation => ({
      kind: 'DATA_QUALITY',
      evaluator,
      openedAt: earlier.get(evaluator) ?? openedAt,
    }),
  )
  return { ...record, annotations: [...kept, ...notes] }
}

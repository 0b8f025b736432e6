import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { UcrRecord } from '@creditmesh/sdk/wire/records/record.ts'
import type { ParsedSubject } from './parsedSubject.ts'
import { type PolicyPack, requireNotice } from './policyPacks.ts'
import { annotate, evaluateRecord } from './quality/evaluate.ts'
import type { EvaluationContext, Finding } from './quality/evaluator.ts'
import { evaluators } from './quality/evaluators.ts'
import type { SubjectBundle } from './sink.ts'

interface JudgeOptions {
  readonly pack: PolicyPack
  readonly today: string
  readonly nowSec: number
}

/** What may be stored of a subject, with notes and retention set, and what the rules found. */
export interface Judged {
  readonly bundle: SubjectBundle
  readonly findings: readonly Finding[]
}

/** Applies the pack's rules and the evaluators to a whole subject. Throws `record.rejected`: all of it or nothing. */
export function judge(subject: ParsedSubject, options: JudgeOptions): Judged {
  const context: EvaluationContext = { identifier: subject.identifier, today: options.today }
  const findings: Finding[] = []
  const accept = <R extends UcrRecord>(record: R): R => {
    requireNotice(record, options.pack)
    const found = evaluateRecord(record, context)
    const blocking = found.find(({ severity }) => severity === 'ERROR')
    if (blocking !== undefined) throw rejected(blocking)
    findings.push(...found)
    return withRetention(annotate(record, found, options.nowSec), options.pack)
  }
  const { identifier, subjectRef, identity } = subject
  const bundle: SubjectBundle = {
    identifier,
    subjectRef,
    ...(identity === undefined ? {} : { identity: accept(identity) }),
    records: subject.records.map(accept),
  }
  return { bundle, findings }
}

function rejected({ evaluator, field }: Finding): MeshError {
  const rule = evaluators.find(({ id }) => id === evaluator)
  const why = rule?.description ?? 'The record contradicts itself.'
  const detail = `${field}: ${why} (rule ${evaluator})`
  return new MeshError('record.rejected', { detail, details: { rule: evaluator, field } })
}

/** The pack's end or the record's own, whichever comes first. */
function withRetention<R extends UcrRecord>(record: R, pack: PolicyPack): R {
  const own = record.retainUntil
  const fromPack = pack.retainUntil(record)
  const retainUntil = own !== null && (fromPack === null || own < fromPack) ? own : fromPack
  return { ...record, retainUntil, provenance: { ...record.provenance, policyPack: pack.id } }
}

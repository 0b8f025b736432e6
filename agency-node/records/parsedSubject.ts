import type { Outcome, ProtectedAttributes } from './outcomes.ts'
import type { SubjectBundle } from './sink.ts'

/** One line of a file, read but not yet judged. */
export interface ParsedSubject extends SubjectBundle {
  /** `COUNTRY|type|VALUE` of the identifier. */
  readonly canonicalIdentifier: string
  readonly outcome?: Outcome
  readonly protectedAttributes?: ProtectedAttributes
}

import { canonicalJson } from '@creditmesh/sdk/crypto/canonicalJson.ts'
import type { SubjectLine } from './jsonLines.ts'
import type { Outcome, ProtectedAttributes } from './outcomes.ts'
import type { SubjectBundle } from './sink.ts'

/** A person as she leaves the vault; outcome and attributes only if the caller adds them from their own store. */
export interface ExportedSubject extends SubjectBundle {
  readonly outcome?: Outcome
  readonly protectedAttributes?: ProtectedAttributes
}

/** Writes UCR JSON Lines that `importRecords` reads back: a line of canonical JSON a person, the break included. */
export async function* exportRecords(
  subjects: AsyncIterable<ExportedSubject> | Iterable<ExportedSubject>,
): AsyncGenerator<string> {
  for await (const subject of subjects) {
    const { identifier, identity, records, outcome, protectedAttributes } = subject
    const { country, type, value } = identifier
    const line: SubjectLine = {
      identifier: { country, type, value },
      identity,
      records: [...records],
      outcome,
      protectedAttributes,
    }
    yield `${canonicalJson(line)}\n`
  }
}

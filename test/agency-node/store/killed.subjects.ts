import type { SubjectInput } from '@creditmesh/agency-node/store/store.ts'
import { type Bytes, utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { sha256 } from '@creditmesh/sdk/crypto/hash.ts'
import type { UcrRecord } from '@creditmesh/sdk/wire/records/record.ts'

export const recordsEach = 3

export function childTag(person: number): Bytes {
  return sha256(utf8(`person ${person}`))
}

/** A subject whose records tell her number, so that half a subject would show. */
export function childSubject(person: number): SubjectInput {
  const records = Array.from({ length: recordsEach }, (_, i) => recordOf(person, i))
  return { tag: childTag(person), subjectRef: `subject-${person}`, records }
}

function recordOf(person: number, i: number): UcrRecord {
  return {
    ...{ $schema: 'urn:creditmesh:schema:ucr:1.0', standard: 'UCR/1.0', furnisherId: 'AGENCY-A' },
    ...{ asOf: '2026-01-31', reportedAt: 1_769_900_000, version: 1, correctionIndicator: 0 },
    ...{ annotations: [], retainUntil: null, provenance: { source: 'NETWORK' } },
    ...{ category: 'inquiry', recordId: `record-${person}-${i}`, subjectRef: `subject-${person}` },
    payload: {
      ...{ inquiredAt: person, inquirerType: 'QUERY_USER', inquirerId: 'LENDER-1' },
      ...{ purposeCode: 1, kind: 'HARD', mode: 1 },
    },
  }
}

import { normaliseIdentifier } from '@creditmesh/sdk/crypto/identifiers.ts'
import type { IdentityRecord } from '@creditmesh/sdk/wire/records/record.ts'
import type { ExportedSubject } from '../exportRecords.ts'
import type { FormatContext } from '../format.ts'
import { subjectOfRow } from '../uciCreditCard.ts'
import { type GenerateOptions, generateClients } from './clients.ts'
import { drawIdentity, type SyntheticIdentity } from './identities.ts'
import { createRandom } from './random.ts'

/**
 * Synthetic clients with names, telephones, addresses and long identity numbers, for tests of privacy. Written by
 * `exportRecords` they are UCR JSON Lines.
 */
export function* generateSubjects(
  options: GenerateOptions,
  context: FormatContext,
): Generator<ExportedSubject> {
  const random = createRandom(`${options.seed}|identities`)
  for (const row of generateClients(options)) {
    const person = drawIdentity(2005 - row.age, Number(row.id), random)
    const named = { dataset: 'synthetic', ...context }
    yield withIdentity(subjectOfRow(row, named), person, named)
  }
}

function withIdentity(
  subject: ReturnType<typeof subjectOfRow>,
  person: SyntheticIdentity,
  { referencer }: FormatContext,
): ExportedSubject {
  const identifier = { country: 'CN', type: 'national-id', value: person.nationalId }
  const subjectRef = referencer('subject', normaliseIdentifier(identifier))
  const { canonicalIdentifier: _, identity, ...rest } = subject
  return {
    ...rest,
    identifier,
    subjectRef,
    records: rest.records.map((record) => ({ ...record, subjectRef })),
    ...(identity === undefined ? {} : { identity: named({ ...identity, subjectRef }, person) }),
  }
}

function named(record: IdentityRecord, person: SyntheticIdentity): IdentityRecord {
  const { surname, firstName, dateBirth, nationalId, phone, address } = person
  return {
    ...record,
    payload: {
      surname,
      firstName,
      dateBirth,
      nationalIds: [{ country: 'CN', type: 'national-id', value: nationalId }],
      phones: [phone],
      addresses: [
        { lines: [address.line], city: address.city, zipCode: address.zipCode, countryCode: 'CN' },
      ],
    },
  }
}

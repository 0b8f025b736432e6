import type { SubjectInput } from '@creditmesh/agency-node/store/store.ts'
import { utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { sha256 } from '@creditmesh/sdk/crypto/hash.ts'
import type { IdentityRecord, TradelineRecord } from '@creditmesh/sdk/wire/records/record.ts'

/** Made-up people with an identity and one card of six months each: the shape and size of an imported client. */
export function creditFile(person: number): SubjectInput {
  const subjectRef = `bench-subject-${person}`
  const value = String(person)
  return {
    ...{ tag: sha256(utf8(`bench person ${person}`)), subjectRef },
    identifier: { country: 'TW', type: 'uci-client', value },
    identity: identityRecord(person, subjectRef),
    records: [tradelineRecord(person, subjectRef)],
  }
}

type Shared =
  | '$schema'
  | 'standard'
  | 'furnisherId'
  | 'asOf'
  | 'reportedAt'
  | 'version'
  | 'correctionIndicator'
  | 'annotations'
  | 'provenance'

const envelope: Pick<TradelineRecord, Shared> = {
  ...{ $schema: 'urn:creditmesh:schema:ucr:1.0', standard: 'UCR/1.0', furnisherId: 'bench-agency' },
  ...{ asOf: '2005-09-30', reportedAt: 1_128_124_800, version: 1, correctionIndicator: 0 },
  annotations: [],
  provenance: { source: 'IMPORT', dataset: 'bench', policyPack: 'RESEARCH' },
}

function identityRecord(person: number, subjectRef: string): IdentityRecord {
  const nationalIds = [{ country: 'TW', type: 'uci-client', value: String(person) }]
  return {
    ...envelope,
    ...{ category: 'identity', subjectRef, retainUntil: '2010-09-30' },
    recordId: `bench-identity-${person}`,
    payload: { surname: null, firstName: null, yearBirth: 1950 + (person % 40), nationalIds },
  }
}

function tradelineRecord(person: number, subjectRef: string): TradelineRecord {
  const currentBalance = 100 * (person % 50_000)
  return {
    ...envelope,
    ...{ category: 'tradeline', subjectRef, retainUntil: '2010-09-30' },
    recordId: `bench-tradeline-${person}`,
    payload: {
      ...{ accountRef: `bench-account-${person}`, portfolioType: 'REVOLVING', currency: 'TWD' },
      ...{ accountType: 'CREDIT_CARD', liability: null, dateOpened: null, currentBalance },
      ...{ creditLimit: 20_000_000, accountStatus: 'CURRENT', amountPastDue: null },
      paymentHistory: ['09', '08', '07', '06', '05', '04'].map((month, i) => ({
        ...{ month: `2005-${month}`, bucket: 'CURRENT', daysPastDue: 0, amountPastDue: 0 },
        ...{ statementBalance: currentBalance + 100 * i, paymentAmount: 100 * (person % 977) },
      })),
    },
  }
}

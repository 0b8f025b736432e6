import { randomUUID } from 'node:crypto'
import { readJsonFile } from '@creditmesh/agency-node/cli/jsonFile.ts'
import { packageFile } from '@creditmesh/agency-node/cli/walletAccess.ts'
import type { Hex } from '@creditmesh/sdk/chain/ids.ts'
import type { QueryParameters } from '@creditmesh/sdk/client/lender/queryParameters.ts'
import { consentPackageSchema, identifierSchema } from '@creditmesh/sdk/wire/messages.ts'
import type { Person } from './people.ts'
import type { World } from './world.ts'

/** What `query create` prints of an answer, as far as the story tells it. Amounts are decimal strings. */
export interface Answer {
  readonly queryId: Hex
  readonly legId: Hex
  readonly consentId: Hex
  readonly outcome: 'hit' | 'miss'
  readonly mode: 1 | 2
  readonly price: string
  readonly problem: string | null
  readonly latencyMs: number
  readonly score: {
    readonly scoreValue: number
    readonly band: string
    readonly modelId: Hex
  } | null
  readonly verification: Readonly<Record<string, unknown>>
  readonly response: {
    readonly records: readonly object[]
    readonly sources: readonly {
      readonly source: string
      readonly supplier: Hex
      readonly tradeLegId?: Hex
    }[]
  }
}

/** Lets the lender ask agency A about a person, under a consent of hers. */
export function ask(
  { creditmesh }: World,
  { person, consentId }: { person: Person; consentId: Hex },
  ...options: string[]
): Promise<Answer> {
  const about = ['--consent', consentId, '--person', person.file]
  return creditmesh<Answer>(
    'query',
    'create',
    '--lender',
    'lender',
    '--agency',
    'a',
    ...about,
    ...options,
  )
}

/** The same question for the SDK, where the story stops between its steps. */
export async function questionOf(
  { dir, accounts }: World,
  { person, consentId }: { person: Person; consentId: Hex },
  options: Pick<QueryParameters, 'mayRelay' | 'answerWithinSec'>,
): Promise<QueryParameters> {
  const file = packageFile(dir, person.name, consentId)
  const consentPackage = await readJsonFile(file, consentPackageSchema)
  return {
    agency: accounts.a as Hex, // the network has an agency a
    consentPackage,
    identifier: await readJsonFile(person.file, identifierSchema),
    categories: ['tradeline'],
    purpose: consentPackage.grant.purpose,
    idempotencyKey: randomUUID(),
    ...options,
  }
}

/** Whether every check of an answer was made and passed. */
export function isVerified({ verification }: Answer): boolean {
  const { chain, ...checks } = verification
  return chain !== undefined && Object.values(checks).every((passed) => passed === true)
}

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generateRecords } from '@creditmesh/agency-node/cli/generateRecords.ts'
import { featureSet } from '@creditmesh/agency-node/scoring/featureCatalogue.ts'
import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import { startTestAgency, type TestAgency } from './agencyNode.ts'
import { startTestChain, type TestChain } from './localChain.ts'

/** Three agencies with synthetic people of their own, who compute together. */
export interface JointParties {
  readonly chain: TestChain
  readonly agencies: readonly [TestAgency, TestAgency, TestAgency]
  readonly addresses: readonly Hex[]
  /** Proposes at the first agency and has the named ones approve; all unless given. */
  agree(terms: object, approvers?: readonly TestAgency[]): Promise<Hex>
  run(agreementId: Hex, options?: RunOptions): Promise<Ran>
  show(agency: TestAgency, agreementId: Hex): Promise<Shown>
  close(): Promise<void>
}

interface RunOptions {
  /** Where a linkage writes what it finds. */
  readonly out?: string
}

export interface Ran {
  readonly sessionId: Hex
  readonly state: string
  readonly rounds: number
  readonly columns: readonly string[]
  readonly result: { readonly beta: readonly number[] }
  readonly asked?: number
  readonly entries?: number
  readonly matched?: number
}

export interface Shown {
  readonly standing: string
  readonly approvedBy: readonly Hex[]
  readonly isLogWhole: boolean
  readonly results: readonly { readonly result: unknown }[]
  readonly account: {
    readonly narrowing: readonly Hex[]
    readonly learnable: readonly { readonly who: string; readonly what: string }[]
    readonly sessions: readonly {
      readonly state: string
      readonly reason?: string
      readonly roundsLearned: number
      readonly asked?: number
      readonly matched?: number
    }[]
  }
}

export const outcome = 'default.payment.next.month'

/** What a training agreement says unless a test says otherwise. */
export function trainingTerms(addresses: readonly Hex[], changes: object = {}) {
  return {
    kind: 'logistic',
    parties: addresses,
    purpose: 'a joint application score',
    validUntil: Math.floor(Date.now() / 1000) + 86_400,
    maxSessions: 5,
    featureSet,
    currency: 'TWD',
    outcome,
    columns: ['daysLateNow', 'monthsLate6m', 'utilisationMean3m', 'creditLimit'],
    indicators: [],
    minRows: 50,
    minPerClass: 10,
    maxRounds: 60,
    allowTwo: false,
    l2: 1,
    ...changes,
  }
}

export async function startJointParties(people = 200): Promise<JointParties> {
  const chain = await startTestChain()
  const agencies = [
    await startTestAgency(chain, 'a'),
    await startTestAgency(chain, 'b'),
    await startTestAgency(chain, 'c'),
  ] as const
  for (const agency of agencies) {
    const path = join(agency.folder, 'people.csv')
    await generateRecords({ path, people, seed: `joint ${agency.name}`, named: false })
    await agency.command('records.import', { path, format: 'uci', pack: 'RESEARCH' })
  }
  const [a] = agencies
  const addresses = agencies.map(({ address }) => address.toLowerCase() as Hex) // hex stays hex
  return {
    ...{ chain, agencies, addresses },
    async agree(terms, approvers = agencies) {
      const proposed = (await a.command('joint.propose', { terms })) as { agreementId: Hex }
      for (const agency of approvers) {
        await agency.command('joint.approve', { agreementId: proposed.agreementId })
      }
      return proposed.agreementId
    },
    run: async (agreementId, { out } = {}) =>
      (await a.command('joint.run', { agreementId, ...(out !== undefined && { out }) })) as Ran,
    show: async (agency, agreementId) =>
      (await agency.command('joint.show', { agreementId })) as Shown,
    async close() {
      await Promise.all(agencies.map((agency) => agency.remove()))
      await chain.close()
    },
  }
}

/** Writes people with features for a linkage; each is a UCI client by her number. */
export async function writeFeatures(
  path: string,
  people: readonly { readonly client: number; readonly features: object }[],
): Promise<void> {
  const lines = people.map(({ client, features }) => {
    const identifier = { country: 'TW', type: 'uci-client', value: String(client) }
    return JSON.stringify({ identifier, features })
  })
  await writeFile(path, `${lines.join('\n')}\n`)
}

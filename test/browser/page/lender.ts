import type { Deployment } from '@creditmesh/sdk/chain/deployment.ts'
import type { Address } from '@creditmesh/sdk/chain/ids.ts'
import { createLender } from '@creditmesh/sdk/client/lender/lender.ts'
import { type QueryJournal, queryEntrySchema } from '@creditmesh/sdk/client/lender/queryEntry.ts'
import type { Identifier } from '@creditmesh/sdk/crypto/identifiers.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { parseWith, toJson } from '@creditmesh/sdk/wire/json.ts'
import { consentPackageSchema } from '@creditmesh/sdk/wire/messages.ts'
import { purposes } from '@creditmesh/sdk/wire/purposes.ts'

export interface PageQuestion {
  readonly deployment: Deployment
  readonly rpcUrl: string
  readonly accountSecret: readonly number[]
  readonly ed25519Secret: readonly number[]
  readonly agency: Address
  readonly identifier: Identifier
  readonly consentPackage: unknown
}

/** Asks as a lender whose client runs in the page; gives what was verified and read. */
export async function ask(question: PageQuestion): Promise<unknown> {
  const lender = createLender({
    deployment: question.deployment,
    rpc: question.rpcUrl,
    accountSecret: Uint8Array.from(question.accountSecret),
    signingKey: { keyEpoch: 1, secretKey: Uint8Array.from(question.ed25519Secret) },
    journal: pageJournal,
  })
  try {
    const result = await lender.query({
      agency: question.agency,
      consentPackage: parseWith(consentPackageSchema, question.consentPackage),
      identifier: question.identifier,
      categories: ['tradeline'],
      purpose: purposes.CREDIT_APPLICATION,
      idempotencyKey: 'asked from a page',
    })
    return toJson(result)
  } finally {
    lender.close()
  }
}

/** The journal in the browser's storage: a page that was closed resumes. */
const pageJournal: QueryJournal = {
  async append(entry) {
    if (localStorage.getItem(entry.id) !== null) throw new MeshError('store.conflict')
    await pageJournal.put(entry)
  },
  put: async (entry) => localStorage.setItem(entry.id, JSON.stringify(toJson(entry))),
  async get(id) {
    const text = localStorage.getItem(id)
    return text === null ? null : parseWith(queryEntrySchema, JSON.parse(text))
  },
  async list() {
    const ids = Object.keys(localStorage).filter((key): key is `0x${string}` => /^0x/.test(key))
    const entries = await Promise.all(ids.map((id) => pageJournal.get(id)))
    return entries.filter((entry) => entry !== null)
  },
}

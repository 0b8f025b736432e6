import type { ConsentRequest } from '@creditmesh/sdk/client/subject/consentRequest.ts'
import { addCredential } from '@creditmesh/sdk/client/subject/enrolments.ts'
import { createWallet, type Wallet } from '@creditmesh/sdk/client/subject/wallet.ts'
import { utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { sha256 } from '@creditmesh/sdk/crypto/hash.ts'
import { tweetnaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import { type Credential, signStatement } from '@creditmesh/sdk/wire/credentials.ts'
import { purposes } from '@creditmesh/sdk/wire/purposes.ts'
import { digestOf, type MemberKeys, memberKeys, testDomains } from '../keyring.ts'
import { createMemoryWalletStore } from '../memoryStores.ts'
import { createTestClock, type TestClock } from '../testClock.ts'

export const agencyA = memberKeys('Agency A')
export const agencyB = memberKeys('Agency B')
export const lender = memberKeys('Bank of Test')

export const tag = digestOf('the tag of a person')

export function issueCredential(
  issuer: MemberKeys,
  root: Uint8Array<ArrayBuffer>,
  fields: Partial<Credential> = {},
): Credential {
  const statement = {
    type: 'creditmesh/credential/1' as const,
    issuer: issuer.address,
    keyEpoch: 1,
    root,
    tag,
    issuedAt: 1_789_000_000,
    until: 1_890_000_000,
    nonce: digestOf(`nonce of ${issuer.name}`),
    ...fields,
  }
  return signStatement(tweetnaclSuite, statement, issuer.ed25519.secretKey)
}

/** A wallet with a root made of `name`, not enrolled anywhere yet. */
export async function newWallet({ name = 'a person', clock = createTestClock() } = {}) {
  const store = createMemoryWalletStore()
  const modules = { store, clock, domains: testDomains }
  const wallet = await createWallet(modules, { rootSecret: sha256(utf8(name)) })
  return { wallet, store, clock, modules }
}

export async function enrolledWallet(options: { name?: string; clock?: TestClock } = {}) {
  const made = await newWallet(options)
  await enrol(made.wallet, agencyA)
  return made
}

export async function enrol(wallet: Wallet, issuer: MemberKeys): Promise<void> {
  const credential = issueCredential(issuer, wallet.rootKey.publicKey)
  await addCredential(wallet, { agencyName: issuer.name, credential }, issuer.ed25519.publicKey)
}

export function recipient({ address, name, x25519 }: MemberKeys) {
  return { address, name, keyEpoch: 1, x25519: x25519.publicKey }
}

/** A credit application at one agency, once, for a week. */
export function plainRequest(fields: Partial<ConsentRequest> = {}): ConsentRequest {
  return {
    grantee: { address: lender.address, name: lender.name },
    agencies: [recipient(agencyA)],
    purpose: purposes.CREDIT_APPLICATION,
    categories: ['tradeline', 'publicRecord'],
    expiresAt: 1_790_600_000,
    ...fields,
  }
}

import { findAgency, findLender } from '@creditmesh/agency-node/cli/members.ts'
import {
  type CryptoSuites,
  chooseCryptoSuites,
} from '@creditmesh/agency-node/native/cryptoSuites.ts'
import { toRecordedGrant } from '@creditmesh/sdk/chain/consentStructs.ts'
import type { AgencyRecipient, NamedMember } from '@creditmesh/sdk/client/subject/consentRequest.ts'
import { createConsent } from '@creditmesh/sdk/client/subject/createConsent.ts'
import { addCredential } from '@creditmesh/sdk/client/subject/enrolments.ts'
import { createWallet, type Wallet } from '@creditmesh/sdk/client/subject/wallet.ts'
import { toBase64Url } from '@creditmesh/sdk/crypto/bytes.ts'
import type { Identifier } from '@creditmesh/sdk/crypto/identifiers.ts'
import { credentialSchema } from '@creditmesh/sdk/wire/credentials.ts'
import { parseWith } from '@creditmesh/sdk/wire/json.ts'
import type { ConsentPackage } from '@creditmesh/sdk/wire/messages.ts'
import { purposes } from '@creditmesh/sdk/wire/purposes.ts'
import { createAccount } from '../../chain/account.ts'
import { type AgencyName, agencyNames, type BenchNetwork } from './benchNetwork.ts'

/** A person whom every agency of the network has identified. */
export interface Person {
  readonly identifier: Identifier
  readonly wallet: Wallet
}

/** One question that may be asked: a consent of one use, recorded on the chain. */
export interface Question {
  readonly identifier: Identifier
  readonly consentPackage: ConsentPackage
}

/** Enrols people who are on file at one agency: roots known to all, so that nobody has to wait. */
export async function enrolPeople(
  network: BenchNetwork,
  { onFileAt, count }: { readonly onFileAt: AgencyName; readonly count: number },
): Promise<Person[]> {
  const suites = await chooseCryptoSuites()
  const first = network.firstIds[onFileAt]
  const ids = Array.from({ length: count }, (_, i) => String(first + i))
  return Promise.all(ids.map((value) => enrol(network, value, suites)))
}

async function enrol(
  { chain, command, dir }: BenchNetwork,
  value: string,
  suites: CryptoSuites,
): Promise<Person> {
  const identifier: Identifier = { country: 'TW', type: 'uci-client', value }
  const domains = chain.deployment
  const wallet = await createWallet({ store: forgetful, domains, ...suites })
  const root = toBase64Url(wallet.rootKey.publicKey)
  for (const agency of agencyNames) {
    const issued = await command(agency, 'subject.enroll', { identifier, root })
    const credential = parseWith(credentialSchema, issued.credential)
    const { x25519: _, ...member } = await findAgency(agency, dir, chain)
    const { ed25519 } = await chain.views.keysOf(member.address, credential.keyEpoch)
    await addCredential(wallet, { agencyName: agency, credential }, ed25519)
  }
  return { identifier, wallet }
}

// These wallets live as long as the process.
const forgetful = { load: async () => null, save: async () => undefined }

interface Asking {
  readonly lender: string
  readonly people: readonly Person[]
  readonly count: number
}

/** Gives a lender `count` consents of the people in turn, and records them by an account that is nobody's. */
export async function grantQuestions(
  { dir, chain }: BenchNetwork,
  { lender, people, count }: Asking,
): Promise<Question[]> {
  const { nacl, ecdsa } = await chooseCryptoSuites()
  const grantee = await findLender(lender, dir, chain)
  const agencies = await Promise.all(agencyNames.map((name) => findAgency(name, dir, chain)))
  const questions: Question[] = []
  for (let i = 0; i < count; i += 1) {
    const person = people[i % people.length]
    if (person !== undefined) questions.push(await ask(person, grantee, agencies))
  }
  const recorder = createAccount(nacl.randomBytes(32), { rpc: chain.rpc, ecdsa })
  await recorder.sendAll(
    questions.map(({ consentPackage: { grant, signature } }) =>
      chain.contracts.consents.encode('record', toRecordedGrant(grant), signature),
    ),
  )
  return questions
}

async function ask(
  { identifier, wallet }: Person,
  grantee: NamedMember,
  agencies: readonly AgencyRecipient[],
): Promise<Question> {
  const { package: consentPackage } = await createConsent(wallet, {
    ...{ grantee, agencies, purpose: purposes.CREDIT_APPLICATION, categories: ['tradeline'] },
    relay: { providers: 'any' },
    expiresAt: wallet.clock.nowSec() + 86_400,
  })
  return { identifier, consentPackage }
}

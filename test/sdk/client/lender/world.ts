import type { ConsentGrant } from '@creditmesh/sdk/chain/consentStructs.ts'
import { toRecordedGrant } from '@creditmesh/sdk/chain/consentStructs.ts'
import { outcomes } from '@creditmesh/sdk/chain/ids.ts'
import { memberRoles } from '@creditmesh/sdk/chain/memberViews.ts'
import type { Balance } from '@creditmesh/sdk/chain/moneyViews.ts'
import {
  createLender,
  type Lender,
  type LenderOptions,
} from '@creditmesh/sdk/client/lender/lender.ts'
import type { QueryParameters } from '@creditmesh/sdk/client/lender/queryParameters.ts'
import type { ConsentRequest } from '@creditmesh/sdk/client/subject/consentRequest.ts'
import { createConsent } from '@creditmesh/sdk/client/subject/createConsent.ts'
import { addCredential } from '@creditmesh/sdk/client/subject/enrolments.ts'
import { createWallet, type Wallet } from '@creditmesh/sdk/client/subject/wallet.ts'
import { toHex } from '@creditmesh/sdk/crypto/bytes.ts'
import { tweetnaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import { signStatement } from '@creditmesh/sdk/wire/credentials.ts'
import type { ConsentPackage } from '@creditmesh/sdk/wire/messages.ts'
import { purposes } from '@creditmesh/sdk/wire/purposes.ts'
import { categoryMask } from '@creditmesh/sdk/wire/records/categories.ts'
import type { Account } from '../../../../scripts/chain/account.ts'
import { startTestChain, type TestChain } from '../../../support/localChain.ts'
import type { TestMember } from '../../../support/testNetwork.ts'
import { sampleTradeline } from '../../wire/records/samples.ts'
import { digestOf } from '../keyring.ts'
import { createMemoryQueryJournal, type MemoryQueryJournal } from '../memoryQueryJournal.ts'
import { createMemoryWalletStore } from '../memoryStores.ts'
import { createTestClock, type TestClock } from '../testClock.ts'
import {
  type Answered,
  type AskedQuery,
  createTestAgency,
  type TestAgencyOptions,
} from './testAgency.ts'

export const tag = digestOf('the tag of a person')
export const prices = { fee: 1_000_000n, relayFee: 500_000n, missFee: 100_000n, trade: 400_000n }

/** A network of two agencies and a lender with money, its time held by `clock`. */
export interface World {
  readonly chain: TestChain
  readonly clock: TestClock
  readonly agencyA: TestMember
  readonly agencyB: TestMember
  readonly lender: TestMember
  readonly relayer: Account
  /** A person enrolled with both agencies. */
  person(): Promise<Wallet>
  recordConsent(wallet: Wallet, request?: Partial<ConsentRequest>): Promise<RecordedConsent>
  /** A recorded consent of a new person. */
  consented(request?: Partial<ConsentRequest>): Promise<RecordedConsent & { wallet: Wallet }>
  /** Agency a as it answers over HTTP: with a hit, unless the options say otherwise. */
  agencyThat(options?: Partial<TestAgencyOptions>): ReturnType<typeof createTestAgency>
  /** The lender's money. */
  balance(): Promise<Balance>
  /** Chain and clock together. */
  moveBeyond(settleBy: number): Promise<void>
}

export interface RecordedConsent {
  readonly package: ConsentPackage
  readonly grant: ConsentGrant
  readonly txHash: `0x${string}`
}

export async function createWorld(): Promise<World> {
  const chain = await startTestChain({ startSec: 1_790_000_000 })
  const clock = createTestClock(await chain.nowSec())
  const agencyA = await chain.admit('agency-a')
  const agencyB = await chain.admit('agency-b')
  const lender = await chain.admit('bank', { roles: memberRoles.QUERY_USER })
  for (const agency of [agencyA, agencyB]) await setPrices(chain, agency)
  await chain.fund(lender.account, 100_000_000n)
  await chain.fund(agencyA.account, 100_000_000n)
  const relayer = chain.account('relayer')
  const world: World = {
    chain,
    clock,
    agencyA,
    agencyB,
    lender,
    relayer,
    person: () => enrolledPerson(chain, clock, [agencyA, agencyB]),
    async recordConsent(wallet, request = {}) {
      const signed = await createConsent(wallet, {
        grantee: { address: lender.account.address, name: 'bank' },
        agencies: [recipient(agencyA, 'agency-a')],
        purpose: purposes.CREDIT_APPLICATION,
        categories: ['tradeline', 'publicRecord'],
        expiresAt: clock.nowSec() + 7 * 86_400,
        ...request,
      })
      const { grant, signature } = signed.package
      const recorded = chain.contracts.consents.encode('record', toRecordedGrant(grant), signature)
      const { txHash } = await relayer.send(recorded)
      return { package: signed.package, grant, txHash }
    },
    async consented(request = {}) {
      const wallet = await world.person()
      return { wallet, ...(await world.recordConsent(wallet, request)) }
    },
    agencyThat: (options = {}) =>
      createTestAgency({ member: agencyA, chain, clock, answer: answerHit, ...options }),
    balance: () => chain.views.balanceOf(lender.account.address),
    async moveBeyond(settleBy) {
      await chain.mineBeyond(settleBy)
      clock.advance(Math.max(0, (await chain.nowSec()) - clock.nowSec()))
    },
  }
  return world
}

export function recipient({ account, x25519 }: TestMember, name: string) {
  return { address: account.address, name, keyEpoch: 1, x25519: x25519.publicKey }
}

async function setPrices(chain: TestChain, agency: TestMember): Promise<void> {
  const [direct, relayed, trade] = [1, 2, 3]
  const [hit, miss] = [1, 2]
  const entry = (product: number, outcome: number, amount: bigint) => ({
    category: 1, // tradeline
    product,
    outcome,
    amount,
  })
  const entries = [
    entry(direct ?? 0, hit ?? 0, prices.fee),
    entry(relayed ?? 0, hit ?? 0, prices.relayFee),
    entry(direct ?? 0, miss ?? 0, prices.missFee),
    entry(trade ?? 0, hit ?? 0, prices.trade),
  ]
  await agency.account.send(chain.contracts.priceList.encode('setPrices', entries))
}

async function enrolledPerson(
  chain: TestChain,
  clock: TestClock,
  issuers: readonly TestMember[],
): Promise<Wallet> {
  const store = createMemoryWalletStore()
  const wallet = await createWallet({ store, clock, domains: chain.deployment })
  for (const { account, ed25519 } of issuers) {
    const statement = {
      type: 'creditmesh/credential/1' as const,
      issuer: account.address,
      keyEpoch: 1,
      root: wallet.rootKey.publicKey,
      tag,
      issuedAt: clock.nowSec(),
      until: clock.nowSec() + 86_400 * 365,
      nonce: toHex(tweetnaclSuite.randomBytes(32)),
    }
    const credential = signStatement(tweetnaclSuite, statement, ed25519.secretKey)
    await addCredential(wallet, { agencyName: account.address, credential }, ed25519.publicKey)
  }
  return wallet
}

/** A lender over this journal; make another over the same bytes after a kill. */
export function lenderOver(
  { chain, clock, lender }: World,
  journal: MemoryQueryJournal,
  options: Partial<LenderOptions> = {},
): Lender {
  return createLender({
    deployment: chain.deployment,
    rpc: chain.rpc,
    accountSecret: lender.account.secretKey,
    signingKey: { keyEpoch: 1, secretKey: lender.ed25519.secretKey },
    journal,
    clock,
    wallClock: clock,
    ...options,
  })
}

export function newLender(world: World, options: Partial<LenderOptions> = {}) {
  const journal = createMemoryQueryJournal()
  return { journal, client: lenderOver(world, journal, options) }
}

export function question(
  { agencyA }: World,
  consentPackage: ConsentPackage,
  fields: Partial<QueryParameters> = {},
): QueryParameters {
  return {
    agency: agencyA.account.address,
    consentPackage,
    identifier: { country: 'TW', type: 'uci-client', value: '4711' },
    categories: ['tradeline'],
    purpose: purposes.CREDIT_APPLICATION,
    idempotencyKey: consentPackage.grant.nonce,
    ...fields,
  }
}

/** What an agency answers that holds one trade line of the person. */
export async function answerHit({ leg, terms }: AskedQuery): Promise<Answered> {
  const record = sampleTradeline()
  const source = 'own' as const
  return {
    response: {
      type: 'creditmesh/query-response/1',
      legId: leg.legId,
      queryId: leg.queryId,
      consentId: terms.consentId,
      agency: terms.seller,
      buyer: terms.buyer,
      outcome: outcomes.HIT,
      outcomeSalt: toHex(tweetnaclSuite.randomBytes(32)),
      issuedAt: 1_790_000_000,
      categories: categoryMask(['tradeline']),
      complete: true,
      score: null,
      summary: [{ category: 'tradeline', records: 1 }],
      records: [record],
      sources: [{ recordId: record.recordId, source, supplier: terms.seller }],
    },
  }
}

/** What an agency answers that holds nothing. */
export async function answerMiss(query: AskedQuery): Promise<Answered> {
  const { response } = await answerHit(query)
  const nothing = { summary: [], records: [], sources: [], complete: false }
  return { response: { ...response, outcome: outcomes.MISS, ...nothing } }
}

import { toRecordedGrant } from '@creditmesh/sdk/chain/consentStructs.ts'
import type { Address, Hex } from '@creditmesh/sdk/chain/ids.ts'
import { memberRoles } from '@creditmesh/sdk/chain/memberViews.ts'
import { systemClock } from '@creditmesh/sdk/client/clock.ts'
import { createLender, type Lender } from '@creditmesh/sdk/client/lender/lender.ts'
import type { QueryParameters } from '@creditmesh/sdk/client/lender/queryParameters.ts'
import { signAction } from '@creditmesh/sdk/client/subject/consentActions.ts'
import type { ConsentRequest } from '@creditmesh/sdk/client/subject/consentRequest.ts'
import { createConsent } from '@creditmesh/sdk/client/subject/createConsent.ts'
import { addCredential } from '@creditmesh/sdk/client/subject/enrolments.ts'
import { createWallet, type Wallet } from '@creditmesh/sdk/client/subject/wallet.ts'
import { fromHex } from '@creditmesh/sdk/crypto/bytes.ts'
import type { Identifier } from '@creditmesh/sdk/crypto/identifiers.ts'
import type { ConsentPackage } from '@creditmesh/sdk/wire/messages.ts'
import { purposes } from '@creditmesh/sdk/wire/purposes.ts'
import { createMemoryQueryJournal } from '../sdk/client/memoryQueryJournal.ts'
import { createMemoryWalletStore } from '../sdk/client/memoryStores.ts'
import { type AgencyOptions, startTestAgency, type TestAgency } from './agencyNode.ts'
import { startTestChain, type TestChain } from './localChain.ts'
import type { TestMember } from './testNetwork.ts'

export interface Person {
  readonly wallet: Wallet
  readonly identifier: Identifier
}

/** Three real agency nodes on one chain, a lender with money, and people who enrol. */
export interface NodeWorld {
  readonly chain: TestChain
  readonly agencies: Readonly<Record<'a' | 'b' | 'c', TestAgency>>
  readonly bank: TestMember
  readonly lender: Lender
  person(identifier: Identifier, issuers: readonly TestAgency[]): Promise<Person>
  /** A recorded consent towards the bank, to be asked for at agency a. */
  consent(person: Person, request?: Partial<ConsentRequest>): Promise<ConsentPackage>
  withdraw(person: Person, consent: ConsentPackage): Promise<void>
  question(
    person: Person,
    consent: ConsentPackage,
    changes?: Partial<QueryParameters>,
  ): QueryParameters
  freeOf(address: Address): Promise<bigint>
  /** Moves chain, wallets and lender to a time, or beyond the lapse of a leg. */
  moveTo(sec: number): Promise<void>
  moveBeyond(settleBy: number): Promise<void>
  close(): Promise<void>
}

/** `asked` and `peers` say how agency a, and how b and c, differ from the usual. */
interface WorldOptions {
  readonly chain?: TestChain
  readonly asked?: AgencyOptions
  readonly peers?: AgencyOptions
}

export async function createNodeWorld(options: WorldOptions = {}): Promise<NodeWorld> {
  const chain = options.chain ?? (await startTestChain())
  const [a, b, c] = [
    await startTestAgency(chain, 'a', options.asked),
    await startTestAgency(chain, 'b', options.peers),
    await startTestAgency(chain, 'c', options.peers),
  ]
  const bank = await chain.admit('bank', { roles: memberRoles.QUERY_USER })
  await chain.fund(bank.account, 1_000_000_000n)
  let aheadSec = 0
  const clock = { ...systemClock, nowSec: () => systemClock.nowSec() + aheadSec }
  const followChain = async () => {
    aheadSec = Math.max(aheadSec, (await chain.nowSec()) - systemClock.nowSec())
  }
  const lender = createLender({
    clock,
    deployment: chain.deployment,
    rpc: chain.rpc,
    accountSecret: bank.account.secretKey,
    signingKey: { keyEpoch: 1, secretKey: bank.ed25519.secretKey },
    journal: createMemoryQueryJournal(),
  })
  const relayer = chain.account('relayer')
  let keys = 0
  return {
    ...{ chain, agencies: { a, b, c }, bank, lender },
    async person(identifier, issuers) {
      const store = createMemoryWalletStore()
      const wallet = await createWallet({ store, clock, domains: chain.deployment })
      for (const agency of issuers) {
        const credential = await agency.enroll(identifier, wallet.rootKey.publicKey)
        const { ed25519 } = await chain.contracts.members.read('keysOf', [agency.address, 1])
        await addCredential(wallet, { agencyName: agency.name, credential }, fromHex(ed25519))
      }
      return { wallet, identifier }
    },
    async consent({ wallet }, request = {}) {
      const { address, name, x25519 } = a
      const signed = await createConsent(wallet, {
        grantee: { address: bank.account.address, name: 'bank' },
        agencies: [{ address, name, keyEpoch: 1, x25519 }],
        purpose: purposes.CREDIT_APPLICATION,
        categories: ['tradeline'],
        lookbackMonths: 60,
        expiresAt: (await chain.nowSec()) + 86_400,
        ...request,
      })
      const { grant, signature } = signed.package
      await relayer.send(
        chain.contracts.consents.encode('record', toRecordedGrant(grant), signature),
      )
      return signed.package
    },
    async withdraw({ wallet }, { grant }) {
      const consentId: Hex = chain.typedData.consentGrant.hash(grant)
      const action = await signAction(wallet, consentId, { action: 'withdraw', seq: 1 })
      const { seq, deadline, signature } = action
      const { consents } = chain.contracts
      await relayer.send(
        consents.encode('withdraw', toRecordedGrant(grant), seq, deadline, signature),
      )
    },
    question({ identifier }, consentPackage, changes = {}) {
      keys += 1
      return {
        agency: a.address,
        consentPackage,
        identifier,
        categories: ['tradeline'],
        purpose: purposes.CREDIT_APPLICATION,
        idempotencyKey: `application ${keys}`,
        ...changes,
      }
    },
    freeOf: async (address) => (await chain.views.balanceOf(address)).free,
    async moveTo(sec) {
      await chain.mineUntil(sec)
      await followChain()
    },
    async moveBeyond(settleBy) {
      await chain.mineBeyond(settleBy)
      await followChain()
    },
    async close() {
      lender.close()
      await Promise.all([a, b, c].map((agency) => agency.remove()))
      await chain.close()
    },
  }
}

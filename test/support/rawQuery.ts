import { toRecordedGrant } from '@creditmesh/sdk/chain/consentStructs.ts'
import { type Address, consentIdOf, type LegId, type QueryId } from '@creditmesh/sdk/chain/ids.ts'
import type { QueryTerms } from '@creditmesh/sdk/chain/queryStructs.ts'
import { queryLegTerms } from '@creditmesh/sdk/client/leg/legTerms.ts'
import { toHex } from '@creditmesh/sdk/crypto/bytes.ts'
import { keccak256 } from '@creditmesh/sdk/crypto/hash.ts'
import { type KeyPair, tweetnaclSuite as nacl } from '@creditmesh/sdk/crypto/nacl.ts'
import { sealTo } from '@creditmesh/sdk/crypto/sealedBox.ts'
import { encodeMessage } from '@creditmesh/sdk/wire/json.ts'
import type { Ask, AskBody, ConsentPackage } from '@creditmesh/sdk/wire/messages.ts'
import { askContext } from '@creditmesh/sdk/wire/sealContexts.ts'
import { createAccount } from '../../scripts/chain/account.ts'
import { agencyPrices } from './agencyNode.ts'
import type { NodeWorld, Person } from './nodeWorld.ts'

/** A lender's query made by hand: requested on chain, its ask in the hands of the test. */
export interface RawQuery {
  readonly terms: QueryTerms
  readonly legId: LegId
  readonly queryId: QueryId
  readonly oneTime: KeyPair
  readonly ask: Extract<Ask, { kind: 'query' }>
}

interface RawQueryOptions {
  readonly person: Person
  readonly granted: ConsentPackage
  readonly agency: { readonly address: Address; readonly x25519: Uint8Array }
  readonly changes?: Partial<QueryTerms>
  /** Asks with the very body of another query. */
  readonly bodyOf?: RawQuery & { readonly body: AskBody }
}

export async function requestByHand(
  world: NodeWorld,
  { person, granted, agency, changes = {}, bodyOf }: RawQueryOptions,
): Promise<RawQuery & { body: AskBody }> {
  const { chain, bank } = world
  const { grant, disclosures } = granted
  const oneTime = bodyOf?.oneTime ?? nacl.boxKeyPair()
  const disclosure = disclosures[0]?.sealed ?? new Uint8Array()
  const fresh = { disclosure, oneTimeKey: oneTime.publicKey, salt: toHex(nacl.randomBytes(32)) }
  const body: AskBody = bodyOf?.body ?? { identifier: person.identifier, ...fresh }
  const encoded = encodeMessage(body)
  const nowSec = await chain.nowSec()
  const { fee, relayFee, missFee } = agencyPrices
  const terms: QueryTerms = {
    consentId: consentIdOf(grant),
    buyer: bank.account.address,
    seller: agency.address,
    ...{ purpose: grant.purpose, categories: grant.categories, fee, relayFee, missFee },
    ...{ receiptBy: nowSec + 600, settleBy: nowSec + 700 },
    bodyHash: toHex(keccak256(encoded)),
    mayRelay: true,
    nonce: bodyOf?.terms.nonce ?? toHex(nacl.randomBytes(32)),
    ...changes,
  }
  const call = chain.contracts.queries.encode('request', terms, toRecordedGrant(grant), [])
  // An account made anew asks the chain for its nonce: the lender's client uses the same one.
  await createAccount(bank.account.secretKey, { rpc: chain.rpc }).send(call)
  const { legId, queryId } = queryLegTerms(terms, { ...chain, domains: chain.deployment })
  const sealedBody = sealTo(nacl, agency.x25519, encoded, askContext(legId))
  return { terms, legId, queryId, oneTime, body, ask: { kind: 'query', terms, grant, sealedBody } }
}

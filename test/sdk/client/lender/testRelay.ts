import { compactSignature, toRecordedSettlement } from '@creditmesh/sdk/chain/compactSignature.ts'
import { toRecordedGrant } from '@creditmesh/sdk/chain/consentStructs.ts'
import type { Offer } from '@creditmesh/sdk/chain/queryStructs.ts'
import { buyLeg } from '@creditmesh/sdk/client/buyerLeg.ts'
import { type LegTerms, tradeLegTerms } from '@creditmesh/sdk/client/leg/legTerms.ts'
import { tradeResponseReader } from '@creditmesh/sdk/client/leg/readTradeResponse.ts'
import { toHex } from '@creditmesh/sdk/crypto/bytes.ts'
import { keccak256 } from '@creditmesh/sdk/crypto/hash.ts'
import { tweetnaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import { ethersEcdsa } from '@creditmesh/sdk/crypto/secp256k1.ts'
import { encodeMessage } from '@creditmesh/sdk/wire/json.ts'
import type { UcrRecord } from '@creditmesh/sdk/wire/records/record.ts'
import { claimsOf, contentCommitmentOf } from '@creditmesh/sdk/wire/tradeContent.ts'
import { sampleTradeline } from '../../wire/records/samples.ts'
import { digestOf } from '../keyring.ts'
import { createMemoryLegJournal } from '../memoryStores.ts'
import { type Answered, type AskedQuery, sellLeg, settlementOf } from './testAgency.ts'
import { answerHit, answerMiss, prices, type World } from './world.ts'

/** Agency A broadcasts and nobody offers: a relayed miss. */
export async function answerUnansweredRelay(world: World, query: AskedQuery): Promise<Answered> {
  await broadcast(world, query)
  return answerMiss(query)
}

/** Agency A broadcasts, buys from agency B and answers with what it bought (PROTOCOL 5). */
export async function answerByRelay(world: World, query: AskedQuery): Promise<Answered> {
  const { chain, agencyA } = world
  const { terms, ask } = query
  await broadcast(world, query)
  const record = sampleTradeline()
  const offer = offerOf(world, query, [record])
  const signature = chain.typedData.offer.sign(offer, world.agencyB.account.secretKey)
  const grant = toRecordedGrant(ask.grant)
  const accepted = [terms, grant, offer, compactSignature(signature), []] as const
  await agencyA.account.send(chain.contracts.queries.encode('trade', ...accepted))

  const leg = tradeLegTerms(offer, chain.typedData)
  await buyFromPeer(world, { offer, leg, records: [record] })
  const { response } = await answerHit(query)
  const sources = [
    {
      recordId: record.recordId,
      source: 'trade' as const,
      supplier: offer.seller,
      tradeLegId: leg.legId,
    },
  ]
  return { response: { ...response, records: [record], sources }, fee: terms.fee + terms.relayFee }
}

async function broadcast({ chain, agencyA }: World, { terms, ask }: AskedQuery): Promise<void> {
  const offersBy = terms.receiptBy - 100
  const grant = toRecordedGrant(ask.grant)
  const hidden = digestOf('identification')
  const sent = [terms, grant, hidden, terms.categories, 5_000_000n, offersBy] as const
  await agencyA.account.send(chain.contracts.queries.encode('broadcast', ...sent))
}

const contentSalt = digestOf('content salt')

function offerOf(
  { agencyA, agencyB, chain }: World,
  { terms, leg }: AskedQuery,
  records: readonly UcrRecord[],
): Offer {
  const { receiptMarginSec, tradeMarginSec } = chain.deployment.windows
  const settleBy = terms.receiptBy - tradeMarginSec
  return {
    queryId: leg.queryId,
    parentLegId: leg.legId,
    buyer: agencyA.account.address,
    seller: agencyB.account.address,
    contentCommitment: contentCommitmentOf(records, contentSalt),
    claimsHash: toHex(keccak256(encodeMessage(claimsOf(records)))),
    categories: terms.categories,
    price: prices.trade,
    royaltyBps: 0,
    validUntil: terms.receiptBy,
    receiptBy: settleBy - receiptMarginSec,
    settleBy,
    bodyHash: digestOf('identification body'),
    nonce: digestOf(`offer for ${leg.legId}`),
  }
}

/** The leg between A and B, both ends played with the real crypto, settled by B. */
async function buyFromPeer(
  { agencyA, agencyB, chain, clock }: World,
  { offer, leg, records }: { offer: Offer; leg: LegTerms; records: UcrRecord[] },
): Promise<void> {
  const oneTime = tweetnaclSuite.boxKeyPair()
  const response = {
    type: 'creditmesh/trade-response/1' as const,
    legId: leg.legId,
    queryId: offer.queryId,
    seller: offer.seller,
    buyer: offer.buyer,
    outcome: 1 as const,
    outcomeSalt: digestOf('outcome salt of a trade'),
    issuedAt: clock.nowSec(),
    contentSalt,
    claims: claimsOf(records),
    records,
  }
  const parts = { response, oneTimeKey: oneTime.publicKey }
  const sold = sellLeg(leg, parts, { seller: agencyB, chain })
  const buyer = {
    terms: leg,
    oneTimeSecret: oneTime.secretKey,
    accountSecret: agencyA.account.secretKey,
  }
  const reader = tradeResponseReader(offer, async () => agencyB.ed25519.publicKey)
  await buyLeg(buyer, reader, {
    journal: createMemoryLegJournal(),
    channel: {
      ask: async () => sold.answer,
      sendReceipt: async ({ signature }) => {
        const settlement = toRecordedSettlement(settlementOf(sold, signature))
        const call = chain.contracts.queries.encode('settleTrade', offer, settlement)
        await agencyB.account.send(call)
        return { key: sold.key }
      },
      settledKey: async () => null,
    },
    ...{ typedData: chain.typedData, nacl: tweetnaclSuite, ecdsa: ethersEcdsa, clock },
  })
}

import { compactSignature } from '@creditmesh/sdk/chain/compactSignature.ts'
import { outcomes } from '@creditmesh/sdk/chain/ids.ts'
import { recordGrant, type SignedGrant } from './grants.ts'
import { offerFor, type QueryLeg, queryLeg, settlementOf } from './legs.ts'
import { hexOf, type Stage } from './stage.ts'

/** Every way of a leg: hit, miss, relayed, lapsed; consents of one use and of many. */
export async function queryStory(stage: Stage, round: number): Promise<void> {
  await settled(stage, `hit ${round}`, 'HIT')
  await settled(stage, `miss ${round}`, 'MISS')
  await manyUses(stage, `many ${round}`)
  await relayed(stage, `relayed ${round}`)
  await lapsed(stage, `lapsed ${round}`)
}

async function ask(stage: Stage, name: string, consent: SignedGrant, variant?: string) {
  const nowSec = await stage.nowSec()
  const leg = queryLeg(stage, consent, { name, receiptBy: nowSec + 600, settleBy: nowSec + 1_200 })
  const call = stage.contracts.queries.encode('request', leg.terms, consent.onChain, [])
  await stage.send(stage.lender, call, variant)
  return leg
}

async function settle(
  stage: Stage,
  leg: QueryLeg,
  outcome: keyof typeof outcomes,
  variant?: string,
) {
  const { lender: buyer, asked: seller } = stage
  const end = { ...leg.terms, legId: leg.legId, outcome: outcomes[outcome], buyer, seller }
  const settlement = settlementOf(stage, end)
  const call = stage.contracts.queries.encode('settleQuery', leg.terms, settlement)
  await stage.send(stage.account('anyone'), call, variant)
}

async function settled(stage: Stage, name: string, outcome: keyof typeof outcomes): Promise<void> {
  const leg = await ask(stage, name, await recordGrant(stage, name))
  await settle(stage, leg, outcome, outcome === 'HIT' ? undefined : 'miss')
}

/** Account review: up to five queries a month. The second query shows the steady state. */
async function manyUses(stage: Stage, name: string): Promise<void> {
  const terms = { purpose: 3, maxUses: 12, perPeriod: 5, periodSec: 30 * 86_400, attempts: 24 }
  const bounds = { lookbackMonths: 6, detail: 3 }
  const consent = await recordGrant(stage, name, { ...terms, ...bounds })
  for (const use of [1, 2]) {
    const leg = await ask(stage, `${name} use ${use}`, consent, 'consent of many uses')
    await settle(stage, leg, 'HIT', 'consent of many uses')
  }
}

async function relayed(stage: Stage, name: string): Promise<void> {
  const { asked, holder, contracts, typedData } = stage
  const consent = await recordGrant(stage, name)
  const leg = await ask(stage, name, consent)
  const nowSec = await stage.nowSec()
  const identification = hexOf(`identification of ${name}`)
  const limits = [identification, 3, 1_000_000n, nowSec + 60] as const
  const { queries } = contracts
  await stage.send(asked, queries.encode('broadcast', leg.terms, consent.onChain, ...limits))
  const deadlines = { receiptBy: nowSec + 300, settleBy: nowSec + 400 }
  const { offer, legId } = offerFor(stage, leg, { name, ...deadlines })
  const signature = compactSignature(typedData.offer.sign(offer, holder.secretKey))
  await stage.send(asked, queries.encode('trade', leg.terms, consent.onChain, offer, signature, []))
  await stage.send(holder, queries.encode('postTradeDelivery', offer, hexOf(`delivery ${name}`)))
  const amounts = { fee: offer.price, missFee: 0n, bodyHash: offer.bodyHash }
  const parties = { buyer: asked, seller: holder }
  const end = { ...deadlines, ...amounts, ...parties, legId, outcome: outcomes.HIT }
  await stage.send(holder, queries.encode('settleTrade', offer, settlementOf(stage, end)))
  const { fee, relayFee } = leg.terms
  const relayedLeg = { ...leg.terms, fee: fee + relayFee, legId: leg.legId, outcome: outcomes.HIT }
  const settlement = settlementOf(stage, { ...relayedLeg, buyer: stage.lender, seller: asked })
  const call = queries.encode('settleQuery', leg.terms, settlement)
  await stage.send(stage.account('anyone'), call, 'after a trade')
}

async function lapsed(stage: Stage, name: string): Promise<void> {
  const { asked, holder, contracts, typedData } = stage
  const { queries } = contracts
  const silent = await ask(stage, `${name} silent`, await recordGrant(stage, `${name} silent`))
  const posted = await ask(stage, `${name} posted`, await recordGrant(stage, `${name} posted`))
  const delivery = hexOf(`delivery ${name}`)
  await stage.send(asked, queries.encode('postQueryDelivery', posted.terms, delivery))
  const consent = await recordGrant(stage, `${name} trade`)
  const leg = await ask(stage, `${name} trade`, consent)
  const nowSec = await stage.nowSec()
  const limits = [hexOf(name), 3, 1_000_000n, nowSec + 60] as const
  await stage.send(asked, queries.encode('broadcast', leg.terms, consent.onChain, ...limits))
  const deadlines = { receiptBy: nowSec + 300, settleBy: nowSec + 400 }
  const { offer } = offerFor(stage, leg, { name, ...deadlines })
  const signature = compactSignature(typedData.offer.sign(offer, holder.secretKey))
  await stage.send(asked, queries.encode('trade', leg.terms, consent.onChain, offer, signature, []))
  await stage.passBeyond(leg.terms.settleBy)
  const anyone = stage.account('anyone')
  await stage.send(anyone, queries.encode('reclaimTrade', offer))
  await stage.send(anyone, queries.encode('reclaimQuery', silent.terms))
  await stage.send(anyone, queries.encode('reclaimQuery', posted.terms), 'after a posted Delivery')
}

import type { Hex } from '@creditmesh/sdk/chain/ids.ts'
import { ask, isVerified } from '../ask.ts'
import { gasOf, waitForEvent } from '../chainEvidence.ts'
import type { DemoReport } from '../report.ts'
import { enrol, grant, type World } from '../world.ts'

/** Mode 2: the asked agency has never heard of the person, buys from a peer, answers, and may keep the copy. */
export async function tellMode2(world: World): Promise<DemoReport['mode2']> {
  const { story, cast } = world
  const { bo } = cast
  story.chapter('5. Mode 2: a peer supplies what the asked agency lacks')
  // A believes two issuers that have nothing to do with each other; B believes its own enrolment.
  await enrol(world, bo, ['b', 'c'])
  const leave = ['--relay', '--relay-store', '--data-life', '30']
  const consent = await grant(world, bo.name, ...leave)
  story.say(`He signs: "${consent.summary}"`)
  const answer = await ask(world, { person: bo, consentId: consent.consentId }, '--relay')
  const { queryId, legId, latencyMs, price, score } = answer
  const trail = await readTrail(world, { queryId, legId })
  const { trade } = trail
  story.say(`Query ${queryId}, answered in ${latencyMs} ms by way of B.`)
  const supplier = answer.response.sources[0]?.supplier
  story.claim(
    'A answers with B’s record and says so',
    answer.mode === 2 && score !== null && isVerified(answer) && isAgency(world, supplier, 'b'),
    `score ${score?.scoreValue}; supplier ${supplier}; trade leg ${trade.args.tradeLegId}`,
  )
  story.claim(
    'B is paid for it by A, within the lender’s query',
    trail.peerPaid === trade.args.offer.price && isAgency(world, trade.args.seller, 'b'),
    `${trail.peerPaid} units to B, ${trail.lenderPaid} units to A`,
  )
  const savedBy = await tellSavedCopy(world)
  const { gas } = trail
  const peerPrice = trade.args.offer.price.toString()
  return { queryId, latencyMs, price: peerPrice, fee: price, savedBy, gas }
}

async function readTrail({ chain }: World, { queryId, legId }: { queryId: Hex; legId: Hex }) {
  const requested = await waitForEvent(chain, { name: 'QueryRequested', id: legId })
  const broadcast = await waitForEvent(chain, { name: 'QueryBroadcast', id: queryId })
  const trade = await waitForEvent(chain, { name: 'TradeAccepted', id: queryId })
  const peer = await waitForEvent(chain, { name: 'LegSettled', id: trade.args.tradeLegId })
  const settled = await waitForEvent(chain, { name: 'LegSettled', id: legId })
  const gas = {
    request: await gasOf(chain, requested.txHash),
    broadcast: await gasOf(chain, broadcast.txHash),
    trade: await gasOf(chain, trade.txHash),
    settlePeer: await gasOf(chain, peer.txHash),
    settle: await gasOf(chain, settled.txHash),
  }
  return { trade, peerPaid: peer.args.paid, lenderPaid: settled.args.paid, gas }
}

/** Asked again, now without leave to relay, A answers from the copy that the person let it keep. */
async function tellSavedCopy(world: World): Promise<string> {
  const { story, cast } = world
  const { bo } = cast
  const { consentId } = await grant(world, bo.name)
  const again = await ask(world, { person: bo, consentId })
  const sources = again.response.sources.map(({ source }) => source)
  const isSaved =
    again.outcome === 'hit' && again.mode === 1 && sources.every((one) => one === 'saved-trade')
  story.claim(
    'A keeps the copy, because the consent says so, and names where it came from',
    isSaved,
    `query ${again.queryId} in mode ${again.mode}, source ${sources.join()}`,
  )
  return isSaved ? 'a' : ''
}

function isAgency({ accounts }: World, account: Hex | undefined, name: string): boolean {
  return account?.toLowerCase() === accounts[name]?.toLowerCase()
}

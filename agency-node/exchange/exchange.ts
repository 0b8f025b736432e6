import { setTimeout as wait } from 'node:timers/promises'
import { sameHex } from '@creditmesh/sdk/chain/ids.ts'
import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import { isErrorCode, MeshError, toMeshError } from '@creditmesh/sdk/errors.ts'
import type { Ask, AskAnswer, KeyAnswer, ReceiptBody } from '@creditmesh/sdk/wire/messages.ts'
import { acceptQuery } from './acceptQuery.ts'
import { inTimingClass } from './answerTime.ts'
import type { Collaborators } from './collaborators.ts'
import { deliverTrade } from './deliverTrade.ts'
import { settleLeg } from './finishLegs.ts'
import { identify } from './identify.ts'
import type { ClosedLeg, LegDocument, OpenLeg, QueryLeg, TradeLeg } from './legDocument.ts'
import { createLegQueue } from './legQueue.ts'
import { type OwnAsk, requireOwnAsk } from './ownLeg.ts'
import { receiveReceipt } from './receiveReceipt.ts'
import { orComeAgain } from './stopping.ts'
import { createSweep } from './sweepLegs.ts'
import { workQuery } from './workLeg.ts'

export type Exchange = ReturnType<typeof createExchange>

/** The agency's side of every leg: what the HTTP routes call, and what time and restarts move on. */
export function createExchange(world: Collaborators) {
  const queue = createLegQueue()
  /** Work under way, so that a repeated ask joins it instead of starting it again. */
  const working = new Map<Hex, Promise<LegDocument>>()

  function work(legId: Hex, start: () => Promise<LegDocument>): Promise<LegDocument> {
    const running = working.get(legId)
    if (running) return running
    const mine = queue.run(legId, start).finally(() => working.delete(legId))
    working.set(legId, mine)
    return mine
  }

  async function ask(caller: Hex, legId: Hex, message: Ask): Promise<AskAnswer> {
    // Before anything is looked up, so that only its buyer ever joins the work on a leg.
    const own = requireOwnAsk({ caller, legId, ask: message }, world)
    const answer = () => {
      const document = work(legId, () => answerableLeg(own, world))
      return Promise.race([document.then(answerOf), pendingLater()])
    }
    return orComeAgain(world.signal, () => inTimingClass(world, answer))
  }

  function pendingLater(): Promise<AskAnswer> {
    const { askHoldMs } = world.settings
    return wait(
      askHoldMs,
      { status: 'pending', retryAfterMs: 100 },
      { signal: world.signal, ref: false },
    )
  }

  async function receipt(caller: Hex, legId: Hex, body: ReceiptBody): Promise<KeyAnswer> {
    const take = async () => {
      const leg = await ownLeg(caller, legId, world)
      if (leg.kind === 'closed') return keyOfClosed(leg)
      const settle = (received: OpenLeg) => settleLeg(received, world)
      return receiveReceipt(leg, body, { world, settle })
    }
    return orComeAgain(world.signal, () => queue.run(legId, take))
  }

  async function legState(caller: Hex, legId: Hex) {
    const leg = await ownLeg(caller, legId, world)
    const state =
      leg.state === 'accepted' || leg.state === 'relaying' || leg.state === 'offered'
        ? 'preparing'
        : leg.state
    return { legId, state: state as Exclude<typeof state, 'closed'>, settleBy: settleByOf(leg) }
  }

  function identifyPerson(caller: Hex, queryId: Hex, sealed: Uint8Array): Promise<Uint8Array> {
    const answer = () => identify({ caller, queryId, sealed }, { world, queue })
    return orComeAgain(world.signal, () => inTimingClass(world, answer))
  }

  const sweep = createSweep(world, { queue, isBusy: (legId) => working.has(legId) })

  /** Continues after a restart: relays go on from their stage, receipts are settled. */
  async function resume(): Promise<void> {
    for await (const leg of world.legs.unfinished()) {
      const { legId } = leg
      if (!isRelaying(leg)) continue
      work(legId, () => continueRelay(leg, world)).catch((cause) => {
        world.log.warn({ legId, code: toMeshError(cause).code }, 'a relay waits')
      })
    }
    await sweep()
  }

  return { ask, receipt, legState, identify: identifyPerson, sweep, resume }
}

async function answerableLeg(own: OwnAsk, world: Collaborators): Promise<LegDocument> {
  const { ask } = own
  const known = await world.legs.get(own.legId)
  if (known === null) {
    if (ask.kind === 'trade') throw new MeshError('query.not_found')
    return workQuery(await acceptQuery({ ...own, ask }, world), world)
  }
  if (known.kind === 'closed') return known
  if (known.state === 'delivered') await requireLiveConsent(known, world)
  return known.kind === 'query' ? answerableQuery(known, world) : answerableTrade(known, world)
}

// What was prepared may never have left: the buyer hung up. To send it is to deliver it (PROTOCOL 3).
async function requireLiveConsent({ grant }: OpenLeg, { chain }: Collaborators): Promise<void> {
  const { refusal } = await chain.consentOf(grant)
  if (refusal) throw new MeshError(refusal)
}

function answerableQuery(leg: QueryLeg, world: Collaborators): Promise<LegDocument> {
  const { failure } = leg
  if (failure !== undefined && isErrorCode(failure)) throw new MeshError(failure)
  return workQuery(leg, world)
}

async function answerableTrade(leg: TradeLeg, world: Collaborators): Promise<LegDocument> {
  if (leg.state !== 'offered') return leg
  const delivered = await deliverTrade(leg, world)
  await world.legs.put(delivered)
  return delivered
}

function isRelaying(leg: LegDocument): leg is QueryLeg {
  return leg.kind === 'query' && leg.state === 'relaying' && leg.failure === undefined
}

// Its buyer may have asked meanwhile, and a leg has one Delivery, ever: it goes on from what stands there now.
async function continueRelay(found: QueryLeg, world: Collaborators): Promise<LegDocument> {
  const leg = (await world.legs.get(found.legId)) ?? found
  return isRelaying(leg) ? workQuery(leg, world) : leg
}

function answerOf(leg: LegDocument): AskAnswer {
  if (leg.kind === 'closed') {
    if (leg.state !== 'refused')
      throw new MeshError('query.lapsed', { details: { state: leg.state } })
    throw new MeshError(isErrorCode(leg.refusal) ? leg.refusal : 'query.refused')
  }
  if (leg.delivered === undefined) return { status: 'pending', retryAfterMs: 100 }
  const { delivery, signature, box } = leg.delivered
  return { status: 'delivered', delivery, signature, box }
}

async function ownLeg(caller: Hex, legId: Hex, { legs }: Collaborators): Promise<LegDocument> {
  const leg = await legs.get(legId)
  if (leg === null || !sameHex(buyerOf(leg), caller)) throw new MeshError('query.not_found')
  return leg
}

function keyOfClosed({ state, key }: ClosedLeg): KeyAnswer {
  if (state === 'settled' && key !== undefined) return { key }
  throw new MeshError('query.lapsed')
}

function buyerOf(leg: LegDocument): Hex {
  if (leg.kind === 'closed') return leg.buyer
  return leg.kind === 'query' ? leg.terms.buyer : leg.offer.buyer
}

function settleByOf(leg: LegDocument): number {
  if (leg.kind === 'closed') return leg.settleBy
  return leg.kind === 'query' ? leg.terms.settleBy : leg.offer.settleBy
}

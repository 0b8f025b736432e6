import { randomBytes } from 'node:crypto'
import { type Hex, toHex } from '@creditmesh/sdk/crypto/bytes.ts'
import { MeshError, toMeshError } from '@creditmesh/sdk/errors.ts'
import {
  type JointReplied,
  type JointRound,
  jointJoinedSchema,
  jointRepliedSchema,
} from '@creditmesh/sdk/wire/joint/messages.ts'
import { requireAdmission } from './admission.ts'
import { agreementOf } from './agreements.ts'
import type { AgreementDocument, SessionDocument } from './documents.ts'
import { leadSums, tellEnd } from './leadSums.ts'
import { requireSizes } from './linkage/linkHolder.ts'
import { type HolderCalls, link } from './linkage/linkLeader.ts'
import { beginSession, endSession } from './sessions.ts'
import { openSumSeat } from './sumSeat.ts'
import type { JointWorld } from './world.ts'

interface RunOptions {
  readonly signal: AbortSignal
  readonly onRound: (round: number) => void
}

export interface LinkedPerson {
  readonly subjectRef: string
  /** In the order of the agreed columns; null is missing. */
  readonly values: readonly (number | null)[]
}

export interface RunResult {
  readonly session: SessionDocument
  /** Of a linkage. */
  readonly linked?: readonly LinkedPerson[]
}

/** Leads one session of an agreement from beginning to end; it always starts with new keys. */
export async function runSession(
  agreementId: Hex,
  options: RunOptions,
  world: JointWorld,
): Promise<RunResult> {
  const leader = world.identity.address
  const { approvals } = await agreementOf(agreementId, world)
  const document = await requireAdmission({ agreementId, leader }, approvals, world)
  const sessionId = toHex(randomBytes(32))
  const run = document.agreement.kind === 'linkage' ? runLinkage : runSums
  const linked = await run(sessionId, document, { options, world })
  const session = await world.sessions.get(sessionId)
  if (session === null) throw new MeshError('store.conflict')
  return { session, ...(linked && { linked }) }
}

interface Run {
  readonly options: RunOptions
  readonly world: JointWorld
}

async function runSums(sessionId: Hex, document: AgreementDocument, { options, world }: Run) {
  const { seat, party, rows, dataHash } = await openSumSeat(sessionId, document, world)
  try {
    await beginSession({ sessionId, document, role: 'leader', rows, dataHash }, world)
    await leadSums({ sessionId, document, own: { seat, key: party.key }, ...options }, world)
    await endSession(sessionId, { state: 'finished', ...seat.outcome() }, world)
  } catch (error) {
    await abort(sessionId, error, world)
    throw error
  } finally {
    party.wipe()
  }
}

async function runLinkage(
  sessionId: Hex,
  document: AgreementDocument,
  { options, world }: Run,
): Promise<readonly LinkedPerson[]> {
  const { agreement, agreementId, approvals } = document
  const { group, nacl, peers } = world
  const [holder] = agreement.parties.filter((party) => party !== agreement.leader)
  if (agreement.kind !== 'linkage' || holder === undefined || group === null) {
    throw new MeshError('joint.not_allowed', { details: { check: 'no_group' } })
  }
  const people = await Array.fromAsync(world.people())
  requireSizes(people.length, agreement.minElements, agreement.maxLeaderElements)
  await beginSession({ sessionId, document, role: 'leader' }, world)
  try {
    const joining = { kind: 'join', id: sessionId, body: { agreementId, approvals } } as const
    const { pages = 0 } = await peers.send(holder, joining, jointJoinedSchema)
    const calls = holderCalls({ holder, sessionId }, { options, world })
    const { columns, maxHolderElements: maxEntries } = agreement
    const found = await link(people, calls, {
      ...{ sessionId, pages, maxEntries, group, nacl, signal: options.signal },
      columns: columns.length,
    })
    const { entries, linked } = found
    const counts = { asked: people.length, entries, matched: linked.length }
    await endSession(sessionId, { state: 'finished', ...counts }, world)
    return linked.map(({ person, values }) => ({
      subjectRef: person.subjectRef,
      values: Array.from(values, (value) => (Number.isNaN(value) ? null : value)),
    }))
  } catch (error) {
    await tellEnd(sessionId, agreement.parties, world)
    await abort(sessionId, error, world)
    throw error
  }
}

/** The holder over the network, one numbered round after another. */
function holderCalls(
  { holder, sessionId }: { readonly holder: Hex; readonly sessionId: Hex },
  { options, world }: Run,
): HolderCalls {
  let round = 0
  const ask = async (body: JointRound): Promise<JointReplied> => {
    round += 1
    options.onRound(round)
    const message = { kind: 'round', id: sessionId, round, body } as const
    return world.peers.send(holder, message, jointRepliedSchema)
  }
  const broken = () => new MeshError('joint.protocol', { details: { check: 'step' } })
  return {
    async evaluate(points) {
      const reply = await ask({ step: 'evaluate', points: Uint8Array.from(points) })
      if (reply.step !== 'evaluated') throw broken()
      return reply.points
    },
    async page(page) {
      const reply = await ask({ step: 'page', page })
      if (reply.step !== 'entries') throw broken()
      return reply.entries
    },
  }
}

async function abort(sessionId: Hex, error: unknown, world: JointWorld): Promise<void> {
  // Without a document the session never began.
  if ((await world.sessions.get(sessionId)) === null) return
  await endSession(sessionId, { state: 'aborted', reason: toMeshError(error).code }, world)
}

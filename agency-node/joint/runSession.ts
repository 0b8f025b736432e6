import { randomBytes } from 'node:crypto'
import { type Hex, toHex } from '@creditmesh/sdk/crypto/bytes.ts'
import { MeshError, toMeshError } from '@creditmesh/sdk/errors.ts'
import type { JointRound } from '@creditmesh/sdk/wire/joint/messages.ts'
import { jointJoinedSchema, jointRepliedSchema } from '@creditmesh/sdk/wire/joint/messages.ts'
import { requireAdmission } from './admission.ts'
import { agreementOf } from './agreements.ts'
import type { AgreementDocument, SessionDocument } from './documents.ts'
import { leadSums, tellEnd } from './leadSums.ts'
import { requireSizes } from './linkage/linkHolder.ts'
import { link } from './linkage/linkLeader.ts'
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
    let round = 0
    const ask = async <Step extends 'evaluated' | 'entries'>(body: JointRound, step: Step) => {
      round += 1
      options.onRound(round)
      const message = { kind: 'round', id: sessionId, round, body } as const
      const reply = await peers.send(holder, message, jointRepliedSchema)
      if (reply.step === step) return reply
      throw new MeshError('joint.protocol', { details: { check: 'step' } })
    }
    const calls = {
      evaluate: async (points: Uint8Array) => {
        const body = { step: 'evaluate', points: Uint8Array.from(points) } as const
        const reply = await ask(body, 'evaluated')
        return reply.step === 'evaluated' ? reply.points : points
      },
      page: async (page: number) => {
        const reply = await ask({ step: 'page', page }, 'entries')
        return reply.step === 'entries' ? reply.entries : new Uint8Array()
      },
    }
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

async function abort(sessionId: Hex, error: unknown, world: JointWorld): Promise<void> {
  // Without a document the session never began.
  if ((await world.sessions.get(sessionId)) === null) return
  await endSession(sessionId, { state: 'aborted', reason: toMeshError(error).code }, world)
}

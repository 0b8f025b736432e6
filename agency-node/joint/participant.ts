import { createHash } from 'node:crypto'
import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import { MeshError, toMeshError } from '@creditmesh/sdk/errors.ts'
import type { JointApproval } from '@creditmesh/sdk/wire/joint/agreement.ts'
import type {
  JointReplied,
  JointRound,
  jointJoinedSchema,
} from '@creditmesh/sdk/wire/joint/messages.ts'
import { encodeMessage } from '@creditmesh/sdk/wire/json.ts'
import type { z } from 'zod'
import { requireAdmission } from './admission.ts'
import type { AgreementDocument } from './documents.ts'
import { openHolder } from './holderSeat.ts'
import { beginSession, endSession } from './sessions.ts'
import { openSumSeat } from './sumSeat.ts'
import type { JointWorld } from './world.ts'

/** What a party does in one session: sums or a linkage. */
export interface Seat {
  readonly joined: z.output<typeof jointJoinedSchema>
  /** Answers a round; after the last one the seat is given up. */
  take(round: JointRound): Promise<{ readonly reply: JointReplied; readonly isLast: boolean }>
  /** What stands in the books at the end. */
  outcome(): object
  wipe(): void
}

/** This agency's part in sessions that others lead. Their secrets are in memory alone: a restart ends them all. */
export interface JointParticipant {
  join(caller: Hex, sessionId: Hex, joining: Joining): Promise<Seat['joined']>
  round(caller: Hex, place: RoundPlace, body: JointRound): Promise<JointReplied>
  end(caller: Hex, sessionId: Hex): Promise<void>
  close(): Promise<void>
}

interface Joining {
  readonly agreementId: Hex
  readonly approvals: readonly JointApproval[]
}

interface RoundPlace {
  readonly sessionId: Hex
  readonly round: number
}

interface Sitting {
  readonly leader: Hex
  readonly seat: Seat
  round: number
  last: { readonly hash: string; readonly reply: Promise<JointReplied> } | null
  timer: NodeJS.Timeout
}

interface Table {
  readonly world: JointWorld
  readonly sittings: Map<Hex, Sitting>
  /** Joins whose people are being read. */
  joining: number
}

/** Sessions at a time: each holds a table in memory. */
const maxSessions = 4

export function createJointParticipant(world: JointWorld): JointParticipant {
  const table: Table = { world, sittings: new Map(), joining: 0 }
  return {
    join: (caller, sessionId, joining) => join(caller, { sessionId, ...joining }, table),
    async round(caller, place, body) {
      const sitting = sittingOf(caller, place.sessionId, table)
      return answerRound(sitting, place, { body, table })
    },
    async end(caller, sessionId) {
      if (!table.sittings.has(sessionId)) return
      sittingOf(caller, sessionId, table)
      await leave(sessionId, 'leader', table)
    },
    async close() {
      const open = [...table.sittings.keys()]
      await Promise.all(open.map((sessionId) => leave(sessionId, 'stopped', table)))
    },
  }
}

async function join(
  leader: Hex,
  { sessionId, agreementId, approvals }: Joining & { readonly sessionId: Hex },
  table: Table,
): Promise<Seat['joined']> {
  const { world, sittings } = table
  const document = await requireAdmission({ agreementId, leader }, approvals, world)
  if (sittings.size + table.joining >= maxSessions) {
    throw new MeshError('joint.not_allowed', { details: { check: 'busy' } })
  }
  table.joining += 1
  try {
    const seat = await openSeat(sessionId, document, world)
    sittings.set(sessionId, { leader, seat, round: 0, last: null, timer: watch(sessionId, table) })
    return seat.joined
  } finally {
    table.joining -= 1
  }
}

async function answerRound(
  sitting: Sitting,
  { sessionId, round }: RoundPlace,
  { body, table }: { readonly body: JointRound; readonly table: Table },
): Promise<JointReplied> {
  const hash = createHash('sha256').update(encodeMessage(body)).digest('hex')
  if (sitting.last !== null && round === sitting.round && hash === sitting.last.hash) {
    return sitting.last.reply
  }
  if (round !== sitting.round + 1) {
    // The same round with another content would be a second look under the same masks.
    await leave(sessionId, 'joint.protocol', table)
    throw new MeshError('joint.protocol', { details: { check: 'round' } })
  }
  clearTimeout(sitting.timer)
  sitting.timer = watch(sessionId, table)
  const before = sitting.last?.reply
  const reply = (async () => {
    await before
    return take(sessionId, sitting, { body, table })
  })()
  sitting.round = round
  sitting.last = { hash, reply }
  return reply
}

async function take(
  sessionId: Hex,
  sitting: Sitting,
  { body, table }: { readonly body: JointRound; readonly table: Table },
): Promise<JointReplied> {
  try {
    if (table.sittings.get(sessionId) !== sitting) throw new MeshError('joint.session_ended')
    const { reply, isLast } = await sitting.seat.take(body)
    if (isLast && table.sittings.has(sessionId)) {
      forget(sessionId, sitting, table)
      const ending = { state: 'finished', ...sitting.seat.outcome() } as const
      await endSession(sessionId, ending, table.world)
    }
    return reply
  } catch (error) {
    await leave(sessionId, toMeshError(error).code, table)
    throw error
  }
}

/** Throws `joint.session_ended`; and `joint.not_allowed` for anybody but the leader, to whom it changes nothing. */
function sittingOf(caller: Hex, sessionId: Hex, { sittings }: Table): Sitting {
  const sitting = sittings.get(sessionId)
  if (sitting === undefined) throw new MeshError('joint.session_ended')
  if (sitting.leader === caller) return sitting
  throw new MeshError('joint.not_allowed', { details: { check: 'leader' } })
}

async function leave(sessionId: Hex, reason: string, table: Table): Promise<void> {
  const sitting = table.sittings.get(sessionId)
  if (sitting === undefined) return
  forget(sessionId, sitting, table)
  const ending = { state: 'aborted', reason, ...sitting.seat.outcome() } as const
  await endSession(sessionId, ending, table.world)
}

function forget(sessionId: Hex, { seat, timer }: Sitting, { sittings }: Table): void {
  clearTimeout(timer)
  sittings.delete(sessionId)
  seat.wipe()
}

function watch(sessionId: Hex, table: Table): NodeJS.Timeout {
  // What the books cannot take then stays 'running' until the next start ends it.
  const expire = () => void leave(sessionId, 'idle', table).catch(() => undefined)
  return setTimeout(expire, table.world.settings.idleSec * 1000).unref()
}

/** Checks the own people and writes the session down before a word is given. */
async function openSeat(
  sessionId: Hex,
  document: AgreementDocument,
  world: JointWorld,
): Promise<Seat> {
  if (document.agreement.kind === 'linkage') {
    // The books first: what the features take to prepare would otherwise be free to repeat.
    await beginSession({ sessionId, document, role: 'party' }, world)
    return openHolder(sessionId, document, world).catch(async (error: unknown) => {
      await endSession(sessionId, { state: 'aborted', reason: toMeshError(error).code }, world)
      throw error
    })
  }
  const { seat, rows, dataHash } = await openSumSeat(sessionId, document, world)
  await beginSession({ sessionId, document, role: 'party', rows, dataHash }, world)
  return seat
}

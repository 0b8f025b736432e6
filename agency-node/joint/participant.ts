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
  round(
    caller: Hex,
    place: { sessionId: Hex; round: number },
    body: JointRound,
  ): Promise<JointReplied>
  end(caller: Hex, sessionId: Hex): Promise<void>
  close(): Promise<void>
}

interface Joining {
  readonly agreementId: Hex
  readonly approvals: readonly JointApproval[]
}

interface Sitting {
  readonly leader: Hex
  readonly agreementId: Hex
  readonly seat: Seat
  round: number
  last: { readonly hash: string; readonly reply: Promise<JointReplied> } | null
  timer: NodeJS.Timeout
}

/** Sessions at a time: each holds a table in memory. */
const maxSessions = 4

export function createJointParticipant(world: JointWorld): JointParticipant {
  const sittings = new Map<Hex, Sitting>()
  let joining = 0

  async function leave(sessionId: Hex, reason: string): Promise<void> {
    const sitting = sittings.get(sessionId)
    if (sitting === undefined) return
    forget(sessionId, sitting)
    await endSession(sessionId, { state: 'aborted', reason, ...sitting.seat.outcome() }, world)
  }

  function forget(sessionId: Hex, { seat, timer }: Sitting): void {
    clearTimeout(timer)
    sittings.delete(sessionId)
    seat.wipe()
  }

  function watch(sessionId: Hex): NodeJS.Timeout {
    const expire = () => void leave(sessionId, 'idle').catch(() => undefined) // the books say 'running' then, until a restart
    return setTimeout(expire, world.settings.idleSec * 1000).unref()
  }

  function sittingOf(caller: Hex, sessionId: Hex): Sitting {
    const sitting = sittings.get(sessionId)
    if (sitting === undefined) throw new MeshError('joint.session_ended')
    if (sitting.leader !== caller)
      throw new MeshError('joint.not_allowed', { details: { check: 'leader' } })
    return sitting
  }

  async function take(sessionId: Hex, sitting: Sitting, body: JointRound): Promise<JointReplied> {
    try {
      const { reply, isLast } = await sitting.seat.take(body)
      if (isLast && sittings.has(sessionId)) {
        forget(sessionId, sitting)
        await endSession(sessionId, { state: 'finished', ...sitting.seat.outcome() }, world)
      }
      return reply
    } catch (error) {
      await leave(sessionId, toMeshError(error).code)
      throw error
    }
  }

  return {
    async join(caller, sessionId, { agreementId, approvals }) {
      const leader = caller
      const document = await requireAdmission({ agreementId, leader }, approvals, world)
      if (sittings.size + joining >= maxSessions) {
        throw new MeshError('joint.not_allowed', { details: { check: 'busy' } })
      }
      joining += 1
      try {
        const seat = await openSeat(sessionId, document, world)
        const timer = watch(sessionId)
        sittings.set(sessionId, { leader, agreementId, seat, round: 0, last: null, timer })
        return seat.joined
      } finally {
        joining -= 1
      }
    },
    async round(caller, { sessionId, round }, body) {
      const sitting = sittingOf(caller, sessionId)
      const hash = createHash('sha256').update(encodeMessage(body)).digest('hex')
      if (sitting.last !== null && round === sitting.round && hash === sitting.last.hash) {
        return sitting.last.reply
      }
      if (round !== sitting.round + 1) {
        // The same round with another content would be a second look under the same masks.
        await leave(sessionId, 'joint.protocol')
        throw new MeshError('joint.protocol', { details: { check: 'round' } })
      }
      clearTimeout(sitting.timer)
      sitting.timer = watch(sessionId)
      await sitting.last?.reply
      sitting.round = round
      const reply = take(sessionId, sitting, body)
      sitting.last = { hash, reply }
      return reply
    },
    async end(caller, sessionId) {
      if (!sittings.has(sessionId)) return
      sittingOf(caller, sessionId)
      await leave(sessionId, 'leader')
    },
    async close() {
      await Promise.all([...sittings.keys()].map((sessionId) => leave(sessionId, 'stopped')))
    },
  }
}

/** Checks the own people and writes the session down, in this order, before a word is given. */
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

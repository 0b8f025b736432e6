import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import { MeshError, toMeshError } from '@creditmesh/sdk/errors.ts'
import {
  type JointReplied,
  type JointRound,
  jointEndSchema,
  jointJoinedSchema,
  jointNoticeSchema,
  jointRepliedSchema,
  type SessionKey,
} from '@creditmesh/sdk/wire/joint/messages.ts'
import type { AgreementDocument } from './documents.ts'
import type { Seat } from './participant.ts'
import type { JointWorld } from './world.ts'

/** A party as the leader reaches it: itself without the network. */
interface Reached {
  readonly party: Hex
  join(): Promise<SessionKey>
  round(number: number, body: JointRound): Promise<JointReplied>
}

interface Lead {
  readonly sessionId: Hex
  readonly document: AgreementDocument
  readonly own: { readonly seat: Seat; readonly key: SessionKey }
  readonly signal: AbortSignal
  readonly onRound: (round: number) => void
}

/**
 * Leads a session of sums through its rounds. Every party gets the signed answers of all and works out sum and next question
 * for itself. One that fails ends the session for all. Throws `joint.failed_closed` naming it, or its refusal to join.
 */
export async function leadSums(lead: Lead, world: JointWorld): Promise<void> {
  const { sessionId, document, own } = lead
  const reached = document.agreement.parties.map((party) =>
    party === world.identity.address ? ownParty(party, own) : peerParty(party, lead, world),
  )
  try {
    await runRounds(reached, lead)
  } catch (error) {
    await tellEnd(
      sessionId,
      reached.map(({ party }) => party),
      world,
    )
    throw error
  }
}

async function runRounds(reached: readonly Reached[], { signal, onRound }: Lead): Promise<void> {
  const keys = await everyone(reached, (one) => one.join(), 'join')
  let replies = await everyone(reached, (one) => one.round(1, { step: 'keys', keys }), 'round')
  for (let round = 2; !replies.every(({ step }) => step === 'finished'); round++) {
    signal.throwIfAborted()
    onRound(round)
    const answers = replies.map((reply) => {
      if (reply.step === 'answer') return reply.answer
      throw new MeshError('joint.protocol', { details: { check: 'step' } })
    })
    replies = await everyone(reached, (one) => one.round(round, { step: 'sum', answers }), 'round')
  }
  const hashes = new Set(replies.map((reply) => reply.step === 'finished' && reply.resultHash))
  if (hashes.size !== 1) throw new MeshError('joint.protocol', { details: { check: 'result' } })
}

/** Waits for all, so that nothing goes on behind an end; then throws the first failure. */
async function everyone<T>(
  reached: readonly Reached[],
  ask: (one: Reached) => Promise<T>,
  phase: 'join' | 'round',
): Promise<T[]> {
  const settled = await Promise.allSettled(reached.map(ask))
  return settled.map((outcome, at) => {
    if (outcome.status === 'fulfilled') return outcome.value
    const party = reached[at]?.party ?? ''
    const { code, details, detail } = toMeshError(outcome.reason)
    const cause = outcome.reason
    // Before any sum a refusal is worth more than the fact of it.
    if (phase === 'join' && code.startsWith('joint.')) {
      throw new MeshError(code, { detail, details: { ...details, party }, cause })
    }
    throw new MeshError('joint.failed_closed', { details: { party, reason: code }, cause })
  })
}

function ownParty(party: Hex, { seat, key }: Lead['own']): Reached {
  return {
    party,
    join: async () => key,
    round: async (_, body) => (await seat.take(body)).reply,
  }
}

function peerParty(party: Hex, { sessionId, document }: Lead, { peers }: JointWorld): Reached {
  const { agreementId, approvals } = document
  return {
    party,
    async join() {
      const body = { agreementId, approvals }
      const message = { kind: 'join', id: sessionId, body } as const
      const { key } = await peers.send(party, message, jointJoinedSchema)
      if (key?.party === party) return key
      throw new MeshError('joint.protocol', { details: { check: 'key' } })
    },
    round: (round, body) =>
      peers.send(party, { kind: 'round', id: sessionId, round, body }, jointRepliedSchema),
  }
}

/** Best effort: a party that does not hear it forgets the session when it is idle. */
export async function tellEnd(
  sessionId: Hex,
  parties: readonly Hex[],
  { peers, identity }: JointWorld,
): Promise<void> {
  const body = jointEndSchema.parse({ outcome: 'aborted' })
  const others = parties.filter((party) => party !== identity.address)
  await Promise.allSettled(
    others.map((party) =>
      peers.send(party, { kind: 'end', id: sessionId, body }, jointNoticeSchema),
    ),
  )
}

import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import { signedAgreementSchema } from '@creditmesh/sdk/wire/joint/agreement.ts'
import {
  type JointMessageKind,
  jointConsentSchema,
  jointContext,
  jointEndSchema,
  jointJoinSchema,
  jointRoundSchema,
} from '@creditmesh/sdk/wire/joint/messages.ts'
import type { z } from 'zod'
import { receiveApproval, receiveProposal } from './agreements.ts'
import { lowerCase, openMessage, sealMessage } from './envelope.ts'
import { createJointParticipant } from './participant.ts'
import { abortLeftSessions } from './sessions.ts'
import { type JointWorld, placeOf } from './world.ts'

/** A member whose signature a message carries. */
export interface JointCaller {
  readonly address: Hex
  readonly x25519: Uint8Array
}

interface Received {
  readonly id: Hex
  readonly round?: number
  readonly sealed: Uint8Array
}

type Handle = (
  caller: JointCaller,
  received: Received,
) => Promise<{ sealed: Uint8Array<ArrayBuffer> }>

/** What other agencies may ask of this one in joint computations. Answers are sealed to whoever asked. */
export interface JointRoom {
  readonly propose: Handle
  readonly approve: Handle
  readonly join: Handle
  readonly round: Handle
  readonly end: Handle
  /** Ends what an earlier process left under way. */
  resume(): Promise<number>
  close(): Promise<void>
}

const noticed = { isKept: true } as const

export function createJointRoom(world: JointWorld): JointRoom {
  const participant = createJointParticipant(world)
  const handle =
    <S extends z.ZodType>(
      kind: Exclude<JointMessageKind, 'reply'>,
      schema: S,
      work: (caller: Hex, body: z.output<S>, received: Received) => Promise<unknown>,
    ): Handle =>
    async (caller, received) => {
      const place = placeOf(received)
      const { nacl, identity } = world
      const context = jointContext(kind, place, identity.address)
      const { x25519Secrets } = identity
      const body = openMessage(schema, received.sealed, { nacl, x25519Secrets, context })
      const address = lowerCase(caller.address)
      const answer = await work(address, body, received)
      const to = { to: caller.x25519, context: jointContext('reply', `${kind}/${place}`, address) }
      return { sealed: sealMessage(nacl, answer, to) }
    }
  return {
    propose: handle('propose', signedAgreementSchema, async (caller, signed, { id }) => {
      await receiveProposal(caller, id, { signed, world })
      return noticed
    }),
    approve: handle('approve', jointConsentSchema, async (caller, { approval }, { id }) => {
      await receiveApproval(caller, id, { approval, world })
      return noticed
    }),
    join: handle('join', jointJoinSchema, (caller, body, { id }) =>
      participant.join(caller, id, body),
    ),
    round: handle('round', jointRoundSchema, (caller, body, { id, round = 0 }) =>
      participant.round(caller, { sessionId: id, round }, body),
    ),
    end: handle('end', jointEndSchema, async (caller, _, { id }) => {
      await participant.end(caller, id)
      return noticed
    }),
    resume: () => abortLeftSessions(world),
    close: () => participant.close(),
  }
}

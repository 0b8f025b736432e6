import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { requireEnoughRows } from '../analysis/joint/enoughRows.ts'
import { requireNoNarrowing } from './account/narrowing.ts'
import { computationOf } from './computations.ts'
import type { AgreementDocument } from './documents.ts'
import type { Seat } from './participant.ts'
import { noteLearned } from './sessions.ts'
import { createSumParty, type SumParty } from './sums/sumParty.ts'
import type { JointWorld } from './world.ts'

interface SumSeat {
  readonly seat: Seat
  readonly party: SumParty
  /** Own rows, for the books. */
  readonly rows: number
  readonly dataHash: Hex
}

/**
 * Takes a seat in a session of sums with the own people. Throws `joint.too_few_rows`, and `joint.not_allowed` where earlier
 * sums beside these would be about a few people.
 */
export async function openSumSeat(
  sessionId: Hex,
  { agreementId, agreement, acceptsNarrowing }: AgreementDocument,
  world: JointWorld,
): Promise<SumSeat> {
  if (agreement.kind === 'linkage')
    throw new MeshError('joint.protocol', { details: { check: 'kind' } })
  const data = await world.trainingData(agreement, sessionId)
  requireEnoughRows(data, agreement)
  const { rows } = data.x
  const { dataHash } = data
  if (!acceptsNarrowing) await requireNoNarrowing(agreement, { rows, dataHash }, world)
  const { address, keyEpoch, ed25519Secret } = world.identity
  const party = createSumParty({
    place: { sessionId, agreementId, parties: agreement.parties },
    signer: { party: address, keyEpoch, ed25519Secret },
    nacl: world.nacl,
    find: world.members.signingKeyOf,
    computation: computationOf(agreement),
    data,
    maxRounds: agreement.maxRounds,
  })
  const seat: Seat = {
    joined: { key: party.key },
    async take(round) {
      if (round.step === 'keys') return { reply: await party.begin(round.keys), isLast: false }
      if (round.step !== 'sum')
        throw new MeshError('joint.protocol', { details: { check: 'step' } })
      const reply = await party.take(round.answers)
      await noteLearned({ sessionId, agreementId }, party.learned, world)
      return { reply, isLast: reply.step === 'finished' }
    },
    outcome() {
      const result = party.result()
      return result === null ? {} : { result }
    },
    wipe: party.wipe,
  }
  return { seat, party, rows, dataHash }
}

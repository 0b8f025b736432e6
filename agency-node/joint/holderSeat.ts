import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { JointReplied } from '@creditmesh/sdk/wire/joint/messages.ts'
import { askedRecently } from './admission.ts'
import type { AgreementDocument } from './documents.ts'
import { createLinkHolder } from './linkage/linkHolder.ts'
import type { Seat } from './participant.ts'
import { noteAsked } from './sessions.ts'
import type { JointWorld } from './world.ts'

/** Takes the seat of the side that has features. Its count of people asked about outlives every restart. */
export async function openHolder(
  sessionId: Hex,
  { agreementId, agreement, featuresPath }: AgreementDocument,
  world: JointWorld,
): Promise<Seat> {
  const { group, nacl, settings } = world
  const refuse = (check: string) => new MeshError('joint.not_allowed', { details: { check } })
  if (group === null) throw refuse('no_group')
  if (agreement.kind !== 'linkage' || featuresPath === undefined) throw refuse('features')
  const before = await askedRecently(agreement.parties, world)
  const people = await world.features(featuresPath, agreement)
  const holder = await createLinkHolder(people, { sessionId, agreement, group, nacl })
  const { pages, entries } = holder
  const given = new Set<number>()
  let asked = 0

  async function evaluate(points: Uint8Array): Promise<JointReplied> {
    asked += Math.ceil(points.length / (group?.pointLength ?? 1))
    if (asked > agreementMax(agreement)) throw refuse('elements')
    if (before + asked > settings.elementsPerPeer) throw refuse('rate_elements')
    await noteAsked({ sessionId, agreementId }, asked, world)
    return { step: 'evaluated', points: Uint8Array.from(await holder.evaluate(points)) }
  }

  return {
    joined: { pages },
    async take(round) {
      if (round.step === 'evaluate') return { reply: await evaluate(round.points), isLast: false }
      if (round.step !== 'page' || given.has(round.page)) {
        throw new MeshError('joint.protocol', { details: { check: 'page' } })
      }
      const page = Uint8Array.from(holder.page(round.page))
      given.add(round.page)
      return { reply: { step: 'entries', entries: page }, isLast: given.size === pages }
    },
    outcome: () => ({ asked, entries }),
    wipe: holder.wipe,
  }
}

function agreementMax(agreement: AgreementDocument['agreement']): number {
  return agreement.kind === 'linkage' ? agreement.maxLeaderElements : 0
}

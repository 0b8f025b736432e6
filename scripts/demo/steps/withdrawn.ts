import { withLender } from '@creditmesh/agency-node/cli/query/openLender.ts'
import type { QueryEntry } from '@creditmesh/sdk/client/lender/queryEntry.ts'
import { ask, questionOf } from '../ask.ts'
import { findEvent } from '../chainEvidence.ts'
import { codeOf } from '../codeOf.ts'
import { enrol, grant, type World } from '../world.ts'

/** A consent that was withdrawn: the chain records no request under it. */
export async function tellWithdrawn(world: World): Promise<void> {
  const { story, cast, creditmesh } = world
  const { dana } = cast
  story.chapter('7. A withdrawn consent is worth nothing')
  await enrol(world, dana, ['a'])
  const { consentId } = await grant(world, dana.name)
  const withdrawn = await creditmesh<{ blockNumber: number }>(
    ...['consent', 'withdraw', consentId, '--subject', dana.name],
  )
  const code = await codeOf(ask(world, { person: dana, consentId }))
  world.refused.push({ code: String(code), at: 'chain' })
  story.claim(
    'the contract refuses a request under it',
    code === 'consent.withdrawn',
    `consent ${consentId}, withdrawn in block ${withdrawn.blockNumber}: ${code}`,
  )
}

const severalUses = [
  ...['--purpose', 'ACCOUNT_REVIEW', '--max-uses', '3'],
  ...['--detail', 'SCORE_ONLY,SUMMARY', '--lookback', '6'],
]

/**
 * Withdrawn after the request was recorded and before the answer: the agency looks again just before it delivers, and
 * does not. Gives the query, whose escrow comes back when it has lapsed.
 */
export async function tellWithdrawnLate(world: World): Promise<QueryEntry> {
  const { story, cast, creditmesh, chain, dir } = world
  const { dana } = cast
  // A consent of several uses: the request uses up one of a single use, and then there is nothing to withdraw.
  const { consentId } = await grant(world, dana.name, ...severalUses)
  const question = await questionOf(world, { person: dana, consentId }, { answerWithinSec: 15 })
  const { request, code } = await withLender({ dir, name: 'lender' }, async (lender) => {
    const request = await lender.request(question)
    await creditmesh('consent', 'withdraw', consentId, '--subject', dana.name)
    return { request, code: await codeOf(lender.ask(request.id)) }
  })
  const { queryId, legId } = request
  const settled = await findEvent(chain, { name: 'LegSettled', id: legId })
  world.refused.push({ code: String(code), at: 'a' })
  story.claim(
    'withdrawn between request and answer, agency A does not deliver',
    code === 'consent.withdrawn' && settled === null,
    `query ${queryId}: ${code}`,
  )
  return request
}

import { ask } from '../ask.ts'
import { waitForEvent } from '../chainEvidence.ts'
import { enrol, grant, readBalances, type World } from '../world.ts'

/** A miss is an answer like a hit: it costs the miss fee, and the rest of the escrow comes back. */
export async function tellMiss(world: World): Promise<void> {
  const { story, chain, cast, quote, refunded } = world
  const { cleo } = cast
  story.chapter('6. A miss costs the miss fee')
  await enrol(world, cleo, ['a'])
  const { consentId } = await grant(world, cleo.name)
  const before = await readBalances(world)
  const answer = await ask(world, { person: cleo, consentId })
  const settled = await waitForEvent(chain, { name: 'LegSettled', id: answer.legId })
  const after = await readBalances(world)
  const spent = BigInt(before.lender ?? 0) - BigInt(after.lender ?? 0)
  const rest = quote.fee - quote.missFee
  refunded.push({
    queryId: answer.queryId,
    amount: settled.args.refunded.toString(),
    reason: 'miss',
  })
  story.claim(
    'nothing was found: the miss fee is paid and the rest is back',
    answer.outcome === 'miss' && spent === quote.missFee && settled.args.refunded === rest,
    `query ${answer.queryId}: ${spent} of ${quote.fee} units paid, ${settled.args.refunded} returned`,
  )
}

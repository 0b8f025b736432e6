import { ask, isVerified } from '../ask.ts'
import { gasOf, waitForEvent } from '../chainEvidence.ts'
import type { DemoReport } from '../report.ts'
import { enrol, grant, type World } from '../world.ts'

/** Mode 1: the asked agency has the person's file itself. */
export async function tellMode1(world: World): Promise<DemoReport['mode1']> {
  const { story, chain, cast, quote } = world
  const { amal } = cast
  story.chapter('4. Mode 1: the agency that is asked knows the person')
  await enrol(world, amal, ['a'])
  const consent = await grant(world, amal.name)
  story.say(`She signs: "${consent.summary}"`)
  story.say(`Recorded in block ${consent.blockNumber} as ${consent.consentId}.`)
  const answer = await ask(world, { person: amal, consentId: consent.consentId })
  const { queryId, legId: id, score, latencyMs, price } = answer
  story.say(`The lender asks A: query ${queryId}.`)
  const requested = await waitForEvent(chain, { name: 'QueryRequested', id })
  const settled = await waitForEvent(chain, { name: 'LegSettled', id })
  const gas = {
    request: await gasOf(chain, requested.txHash),
    settle: await gasOf(chain, settled.txHash),
  }
  story.say(`Answered in ${latencyMs} ms; gas ${gas.request} + ${gas.settle}.`)
  story.claim(
    'the lender gets a score that A computed from its own record',
    answer.outcome === 'hit' &&
      score !== null &&
      answer.response.sources.every(({ source }) => source === 'own'),
    `score ${score?.scoreValue}, band ${score?.band}, model ${score?.modelId}`,
  )
  story.claim(
    'every signature and hash of the answer was checked before it was shown',
    isVerified(answer),
    Object.keys(answer.verification).join(', '),
  )
  story.claim(
    'the agency is paid its listed price, and the answer’s hashes stand on chain',
    settled.args.paid === quote.fee && price === quote.fee.toString(),
    `${settled.args.paid} units in block ${settled.blockNumber}, transaction ${settled.txHash}`,
  )
  await tellReplay(world, id, score?.scoreValue)
  return { queryId, latencyMs, score: score?.scoreValue ?? null, fee: price, gas }
}

/** Who asks the agency years later how the score came about is answered from what it kept. */
async function tellReplay(
  { creditmesh, story }: World,
  legId: string,
  scoreValue: number | undefined,
): Promise<void> {
  const replayed = await creditmesh<Replayed>('model', 'replay', legId, '--agency', 'a')
  story.claim(
    'A can compute the score again from what it kept, bit for bit, and say what each feature added',
    replayed.isSame && replayed.score.scoreValue === scoreValue && replayed.perFeature.length > 0,
    `${replayed.basePoints} points and those of ${replayed.perFeature.length} features make ${replayed.score.scoreValue}`,
  )
}

interface Replayed {
  readonly isSame: boolean
  readonly basePoints: number
  readonly score: { readonly scoreValue: number }
  readonly perFeature: readonly object[]
}

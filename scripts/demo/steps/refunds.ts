import { setTimeout as wait } from 'node:timers/promises'
import type { Hex } from '@creditmesh/sdk/chain/ids.ts'
import type { QueryEntry } from '@creditmesh/sdk/client/lender/queryEntry.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { World } from '../world.ts'

/** A query that nobody settles, and why. */
export interface Abandoned {
  readonly query: Pick<QueryEntry, 'queryId' | 'terms'>
  readonly reason: string
}

const longestWaitMs = 120_000

/** Waits until the abandoned legs have lapsed, in time and in blocks, and takes every escrow back. */
export async function tellRefunds(world: World, abandoned: readonly Abandoned[]): Promise<void> {
  const { story, creditmesh } = world
  story.chapter('10. What lapses is refunded')
  story.say('Waiting for the legs to lapse, in time and in blocks ...')
  for (const { query } of abandoned) await untilLapsed(world, query)
  await creditmesh('query', 'resume', '--lender', 'lender')
  for (const { query, reason } of abandoned) await tellRefund(world, query.queryId, reason)
}

async function untilLapsed({ chain }: World, { terms }: Abandoned['query']): Promise<void> {
  const deadline = Date.now() + longestWaitMs
  while (!(await chain.views.legOfQuery(terms)).isLapsed) {
    if (Date.now() > deadline) throw new MeshError('query.timeout', { detail: 'no leg lapsed' })
    await wait(500)
  }
}

async function tellRefund(world: World, queryId: Hex, reason: string): Promise<void> {
  const { story, creditmesh, refunded } = world
  const shown = await creditmesh<{
    readonly stage: string
    readonly terms: { readonly fee: string; readonly relayFee: string }
    readonly onChain: { readonly isReclaimed: boolean }
  }>('query', 'show', queryId, '--lender', 'lender')
  const amount = (BigInt(shown.terms.fee) + BigInt(shown.terms.relayFee)).toString()
  refunded.push({ queryId, amount, reason })
  story.claim(
    `${reason}: the whole escrow is back`,
    shown.stage === 'refunded' && shown.onChain.isReclaimed,
    `query ${queryId}: ${amount} units`,
  )
}

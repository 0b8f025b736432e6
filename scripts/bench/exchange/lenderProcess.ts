// A process of lenders for the bench: each asks its questions one after the other, all of them at once.
import { findAgency } from '@creditmesh/agency-node/cli/members.ts'
import { withLender } from '@creditmesh/agency-node/cli/query/openLender.ts'
import { toMeshError } from '@creditmesh/sdk/errors.ts'
import { purposes } from '@creditmesh/sdk/wire/purposes.ts'
import type { LenderOrder, LenderReport } from './lenderOrders.ts'

process.on('message', (order: LenderOrder) => {
  run(order).then(
    (report) => process.send?.(report),
    (thrown: unknown) => process.send?.({ failure: toMeshError(thrown).message }),
  )
})

// Whatever became of the bench, nobody is left behind.
process.on('disconnect', () => process.exit())

async function run({ dir, works, mayRelay }: LenderOrder): Promise<LenderReport> {
  const latenciesMs = await Promise.all(works.map((work) => askAll(dir, work, mayRelay)))
  return { latenciesMs: latenciesMs.flat() }
}

async function askAll(
  dir: string,
  { lender: name, questions }: LenderOrder['works'][number],
  mayRelay: boolean,
): Promise<number[]> {
  return withLender({ dir, name }, async (lender, chain) => {
    const { address: agency } = await findAgency('a', dir, chain)
    const latencies: number[] = []
    for (const question of questions) {
      const start = performance.now()
      const { grant } = question.consentPackage
      await lender.query({
        ...{ ...question, agency, mayRelay, purpose: purposes.CREDIT_APPLICATION },
        ...{ categories: ['tradeline'], idempotencyKey: grant.nonce },
      })
      latencies.push(performance.now() - start)
    }
    return latencies
  })
}

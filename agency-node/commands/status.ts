import { z } from 'zod'
import { command } from '../admin/command.ts'
import type { AgencyServices } from '../services.ts'

/** What an operator sees first. */
export const showStatus = command(z.strictObject({}), async (services: AgencyServices) => {
  const { agency, chain, legs, models, contracts } = services
  const { address, epochs } = agency.identity
  const [entries, account, blockTime] = await Promise.all([
    models.list(),
    contracts.ledger.read('accountOf', [address]),
    chain.nowSec(),
  ])
  let unfinished = 0
  for await (const _ of legs.unfinished()) unfinished += 1
  return {
    name: agency.config.name,
    address,
    keyEpoch: epochs[0].epoch,
    subjects: await agency.store.vault.count(),
    unfinishedLegs: unfinished,
    models: entries.map(({ id, modelVersion, family }) => ({ id, modelVersion, family })),
    scoring: services.scorer.state(),
    balance: account.free.toString(),
    blockTime,
  }
})
